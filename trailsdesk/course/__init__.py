"""A GPX measured and explained."""
