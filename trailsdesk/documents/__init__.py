"""Printed and spreadsheet sheets: a sheet as data, then PDF or XLSX."""
