"""What is not English is said to be unchecked, and short or mixed texts are not misjudged."""

from __future__ import annotations

import pytest

from tests.warroom.tone.corpus import labelled
from warroom.tone.checking import check

LETTERS = {
    "de": """Sehr geehrte Frau Osei,

es tut uns leid, dass Ihre Bestellung am Montag nicht angekommen ist. Wir haben den Fehler gefunden
und die Lieferung noch am selben Tag auf den Weg gebracht.

Mit freundlichen Grüßen
Anna Weber""",
    "fr": """Madame,

nous vous prions de nous excuser pour la panne de lundi. Nous avons réparé le service et vous serez
remboursée
dans les trois jours.""",
    "es": """Estimada señora Osei:

lamentamos que su pedido no haya llegado el lunes. Hemos encontrado el error y el envío ya está en
camino.""",
    "it": """Gentile signora Osei,

ci scusiamo per il guasto di lunedì. Il servizio è stato riparato e non ci sono altri problemi con
gli ordini.""",
    "nl": """Geachte mevrouw Osei,

het spijt ons dat uw bestelling maandag niet is aangekomen. Wij hebben de fout gevonden en het is
opgelost.""",
    "pt": """Prezada senhora Osei,

pedimos desculpas pela falha de segunda-feira. O serviço não funcionou e os seus pedidos foram
enviados.""",
    "sv": """Hej Mary,

vi är ledsna att det inte fungerade som det skulle i måndags. Vi har hittat felet och det är
åtgärdat för alla.""",
    "pl": """Szanowna Pani,

przepraszamy za awarię w poniedziałek. Nie wiemy jeszcze, dlaczego to się stało, ale usługa już
działa.""",
    "ja": """メアリー様

月曜日の障害についてお詫び申し上げます。原因を調査しております。""",
    "zh": """尊敬的奥塞女士：

我们对周一的故障深表歉意。我们已经找到了原因，并且修复了服务。""",
    "ru": """Уважаемая Мэри!

Приносим извинения за сбой в понедельник. Мы нашли причину и всё исправили.""",
    "ar": """السيدة ماري،

نعتذر عن العطل الذي حدث يوم الاثنين. لقد وجدنا السبب وأصلحناه.""",
}
ENGLISH = (
    "Dear Mary,\n\nWe are sorry that your order did not arrive on Monday. We found the fault and sent it again the same day.\n"
)


@pytest.mark.parametrize("language", LETTERS)
def test_another_language_is_never_clean(language: str) -> None:
    report = check(LETTERS[language])
    assert (report.checked, report.language) == (False, language)
    assert report.missing == ()
    assert report.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK",
        "Sorry!",
        "Dear Mr van der Berg,",
        "Dear Ms Müller, Herr Weber of Die Bahn in Baden called.",
        "Acme Inc.\n12 Rue de la Paix\n75002 Paris\n\nDear Ann,\n\nWe lost your order.",
        "C'est la vie. We lost your order, and it was our fault.",
        "Order 4711, 4712, 4713.",
        ENGLISH + "\n> Sehr geehrte Damen und Herren, die Ware ist nicht angekommen und wir sind sehr enttäuscht von Ihnen.\n",
        ENGLISH + "\nYou wrote “die Ware ist nicht angekommen und wir sind sehr enttäuscht von Ihnen”, and you are right.\n",
    ],
)
def test_short_texts_names_and_quotations_are_no_other_language(text: str) -> None:
    assert check(text).checked


def test_a_letter_that_is_half_german_is_said_so_and_its_english_is_looked_at() -> None:
    report = check(ENGLISH + "We apologise for any inconvenience.\n\n" + LETTERS["de"])
    assert (report.checked, report.language) == (False, "de")
    assert "hedge.any-inconvenience" in [one.rule for one in report.findings]
    assert report.unread[-1][0] == 8


@pytest.mark.parametrize("part", ["made", "measured"])
def test_no_sentence_of_the_corpus_is_taken_for_another_language(part: str) -> None:
    assert [one.text for one in labelled(part) if not check(one.text, "text").checked] == []
