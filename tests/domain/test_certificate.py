"""The design of a certificate as data: strict where it is read, the usual where nobody said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trailsdesk.domain.certificate import (
    CertificateDesign,
    CertificateField,
    FieldLook,
    Side,
    design_from_json,
    design_to_json,
)

looks = st.builds(
    FieldLook,
    x=st.integers(0, 1000),
    y=st.integers(0, 1000),
    width=st.integers(20, 1000),
    size=st.integers(4, 120),
    align=st.sampled_from(Side),
    bold=st.booleans(),
    colour=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
    shown=st.booleans(),
)
designs = st.builds(
    CertificateDesign,
    landscape=st.booleans(),
    ornament=st.booleans(),
    small_print=st.booleans(),
    looks=st.dictionaries(st.sampled_from(CertificateField), looks),
)


@given(designs)
def test_a_design_comes_back_as_it_was_kept(design: CertificateDesign) -> None:
    assert design_from_json(design_to_json(design)) == design


def test_nothing_said_is_the_usual_design() -> None:
    assert design_from_json("{}") == CertificateDesign()
    assert design_from_json("") == CertificateDesign()


def test_what_is_not_named_stands_as_usual() -> None:
    design = design_from_json('{"fields": {"name": {"size": 60}}}')
    usual = CertificateDesign().look(CertificateField.NAME)
    look = design.look(CertificateField.NAME)
    assert look.size == 60
    assert (look.x, look.y, look.bold) == (usual.x, usual.y, usual.bold)
    assert design.look(CertificateField.TIME) == CertificateDesign().look(CertificateField.TIME)


def test_an_upright_page_has_places_of_its_own() -> None:
    upright = CertificateDesign(landscape=False).look(CertificateField.SIGNATURE)
    assert upright != CertificateDesign().look(CertificateField.SIGNATURE)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("[1]", "the design is no table"),
        ("{", "no JSON"),
        ('{"colour": 1}', "colour is not known here"),
        ('{"landscape": 1}', "landscape is neither true nor false"),
        ('{"fields": {"nom": {}}}', "fields.nom is not known here"),
        ('{"fields": {"name": 3}}', "fields.name is no table"),
        ('{"fields": {"name": {"x": 1001}}}', "fields.name.x is no whole number from 0 to 1000"),
        ('{"fields": {"name": {"x": true}}}', "fields.name.x"),
        ('{"fields": {"name": {"x": 1.5}}}', "fields.name.x"),
        ('{"fields": {"name": {"size": 0}}}', "fields.name.size"),
        ('{"fields": {"name": {"align": "top"}}}', "fields.name.align"),
        ('{"fields": {"name": {"colour": "red"}}}', "fields.name.colour"),
        ('{"fields": {"name": {"font": "x"}}}', "fields.name.font is not known here"),
        ('{"fields": {"name": {"text": "Ada"}}}', "says what the results say"),
        ('{"fields": {"title": {"text": "%s"}}}' % ("x" * 201), "fields.title.text"),
    ],
)
def test_a_wrong_design_says_where(document: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        design_from_json(document)


def test_own_words_are_for_words_and_not_for_results() -> None:
    design = design_from_json(json.dumps({"fields": {"title": {"text": "Čertifikát"}}}))
    assert design.look(CertificateField.TITLE).text == "Čertifikát"
