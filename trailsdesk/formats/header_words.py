# ruff: noqa: RUF001  words and letters of many scripts are the content here
"""What columns are called, field by field, in the languages of trail running.

Words are separated by ``|`` and compared folded (``fields.fold_header``), so that accents, case,
points, hyphens and underlines need no entries of their own. The order matters only when two
columns
claim one field: the word further left wins. Languages: English, French, German, Italian, Spanish,
Catalan, Portuguese, Dutch, Nordic, Polish, Czech, Russian, Māori.
"""

from __future__ import annotations

_BIB = (
    "bib|bib #|bib no|bib num|bib number|bibnumber|bibno|bibnum|number|no|nr|race no|race number|"
    "racenumber|start no|start number|startno|startnummer|startnr|stnr|st nr|rider #|runner no|"
    "runner number|dossard|doss|n dossard|no dossard|numero dossard|numero de dossard|numero|num|"
    "plate|plate #|plaque|pettorale|pett|dorsal|num dorsal|peitoral|startnum|numer startowy|"
    "nr startowy|startovni cislo|st cislo|номер|стартовый номер|нагрудный номер|tau|nama"
)
_FAMILY = (
    "last name|lastname|family name|familyname|surname|last|family|lname|l name|sur name|"
    "nom de famille|nom|nachname|familienname|zuname|cognome|apellido|apellidos|primer apellido|"
    "cognoms|sobrenome|apelido|achternaam|efternavn|etternavn|efternamn|nazwisko|prijmeni|фамилия|"
    "ingoa whanau|rider last name"
)
_GIVEN = (
    "first name|firstname|given name|givenname|given|first|given names|forename|fname|f name|"
    "christian name|prenom|vorname|rufname|nome|nombre|nom de pila|primeiro nome|voornaam|fornavn|"
    "fornamn|imie|jmeno|имя|ingoa tuatahi|rider first name"
)
_FULL = (
    "full name|fullname|name|athlete|athlete name|participant|participant name|runner|runner name|"
    "competitor|display name|displayname|name nom|nom prenom|prenom nom|nom et prenom|"
    "nom complet|coureur|teilnehmer|laufer|läufer|atleta|concorrente|corridore|corredor|"
    "nombre y apellidos|apellidos y nombre|nombre completo|nome completo|nominativo|deelnemer|"
    "naam|"
    "navn|namn|deltager|zawodnik|nazwisko i imie|imie i nazwisko|zavodnik|спортсмен|участник|фио|"
    "фамилия имя|ingoa|rider"
)
_GENDER = (
    "gender|sex|m f|f m|male female|m w|w m|sexe|genre|geschlecht|geschl|sesso|genere|sexo|genero|"
    "geslacht|kon|kjonn|køn|plec|pohlavi|пол|ira|race gender"
)
_NATION = (
    "nationality|nation|nat|country|country code|countrycode|nationality code|ioc|ioc code|noc|"
    "pays|"
    "nationalite|land|nationalitat|staat|nazione|nazionalita|paese|pais|nacionalidad|"
    "nacionalidade|"
    "land kode|kraj|narodowosc|zeme|narodnost|страна|whenua|flag"
)
_RACE = (
    "race|event|distance|race name|event name|course|contest|reg choice|registration choice|"
    "sub event|subevent|competition|epreuve|course choisie|parcours|distanz|strecke|lauf|"
    "wettbewerb|"
    "bewerb|gara|percorso|distanza|prueba|carrera|distancia|recorrido|prova|cursa|percurso|"
    "afstand|"
    "distans|distanse|løp|dystans|bieg|trasa|zavod|дистанция|забег|omanga|tawhiti"
)
_STATUS = (
    "status|result status|race status|statut|etat|resultatstatus|stato|estado|situacao|stav|"
    "statusi|"
    "статус|tunga|result state"
)

ENTRY_WORDS: dict[str, str] = {
    "bib": _BIB,
    "family_name": _FAMILY,
    "given_name": _GIVEN,
    "full_name": _FULL,
    "gender": _GENDER,
    "birth_date": (
        "date of birth|dateofbirth|birth date|birthdate|dob|birthday|birth|born|geburtsdatum|geb|"
        "geb datum|gebdat|geboren|date de naissance|date naissance|ne le|naissance|data di "
        "nascita|"
        "data nascita|nascita|nato il|fecha de nacimiento|fecha nacimiento|nacimiento|"
        "data de naixement|data de nascimento|data nascimento|nascimento|geboortedatum|"
        "fodselsdato|"
        "fødselsdato|fødsel|fodelsedatum|data urodzenia|datum narozeni|дата рождения|ra whanau"
    ),
    "birth_year": (
        "year of birth|yearofbirth|birth year|birthyear|yob|jahrgang|jg|annee de naissance|annee|"
        "anno|anno di nascita|ano|ano de nacimiento|ano de nascimento|geboortejaar|fodselsar|"
        "rok urodzenia|rocznik|rok narozeni|год рождения|г р"
    ),
    "age": (
        "age|age on race day|age at race|race age|alter|eta|edad|idade|leeftijd|alder|ålder|wiek|"
        "vek|"
        "возраст|pakeke"
    ),
    "nation": _NATION,
    "club": (
        "club|club name|team|team name|teamname|organisation|organization|affiliation|affiliates|"
        "verein|mannschaft|equipe|club equipe|association|societa|squadra|gruppo|equipo|"
        "equip|clube|vereniging|ploeg|klubb|klub|lag|druzyna|oddil|команда|клуб|karapu"
    ),
    "city": (
        "city|town|home town|hometown|city town|place of residence|suburb|locality|ville|commune|"
        "ort|wohnort|stadt|citta|comune|ciudad|localidad|poblacion|poblacio|cidade|plaats|"
        "woonplaats|by|poststed|miasto|miejscowosc|mesto|город|taone"
    ),
    "race": _RACE,
    "entered": (
        "registration date|registrationdate|registration time|registered|registered on|"
        "registered at|reg date|entry date|entrydate|entry time|entered|entered on|entered at|"
        "entry received|sign up date|signup date|order date|ordered|purchase date|purchased|"
        "date d inscription|date inscription|inscription|inscrit le|anmeldedatum|anmeldung|"
        "angemeldet am|meldedatum|data iscrizione|data di iscrizione|fecha de inscripcion|"
        "fecha inscripcion|data de inscricao|data d inscripcio|inschrijfdatum|pameldt|"
        "pameldingsdato|anmalningsdatum|data zgloszenia|datum prihlasky|дата регистрации"
    ),
    "paid": (
        "amount paid|paid amount|fee paid|paid|amount|price paid|total paid|price|fee|total fee|"
        "entry fee|order total|montant paye|montant|paye|prix|startgeld|bezahlt|betrag|"
        "importo pagato|importo|pagato|quota|importe pagado|importe|pagado|valor pago|valor|"
        "betaald|bedrag|betalt|belop|oplata|wplata|startovne|zaplaceno|сумма|оплата|utu"
    ),
    "medal": (
        "medal|medals|finisher medal|medal order|medal option|medaille|medalha|medalla|medaglia|"
        "medal wanted|medal delivery|medalj|medalje|medal ordered|medaile|медаль|metara"
    ),
    "series_entry": (
        "series entry|series|series ticket|season ticket|season pass|full series|whole series|"
        "all events|serie|challenge|serien|serienanmeldung|circuit|circuito|raupapa"
    ),
    "email": (
        "email|e mail|mail|email address|e mail address|emailadresse|courriel|adresse mail|"
        "adresse email|correo|correo electronico|posta elettronica|epost|e post|imera"
    ),
    "phone": (
        "phone|phone number|mobile|mobile phone|mobile number|cell|cell phone|cellphone|telephone|"
        "tel|telefon|handy|mobil|portable|telephone portable|telefono|movil|cellulare|telefone|"
        "telemovel|celular|telefoon|mobilnummer|telefonnummer|telefonni cislo|телефон|waea"
    ),
    "emergency_name": (
        "emergency contact|emergency contact name|emergency name|emergencyname|emergency|ice|"
        "ice name|in case of emergency|next of kin|contact d urgence|personne a prevenir|"
        "nom contact urgence|notfallkontakt|notfall kontakt|contatto di emergenza|"
        "contacto de emergencia|contato de emergencia|noodcontact|pararorande|naermeste parorende"
    ),
    "emergency_phone": (
        "emergency phone|emergency contact phone|emergency contact number|emergency number|"
        "emergency mobile|emergency contact mobile|emergencyphone|ice phone|ice number|"
        "telephone d urgence|tel urgence|telephone contact urgence|notfallnummer|notfalltelefon|"
        "notfall telefon|telefono di emergenza|telefono de emergencia|telefone de emergencia|"
        "noodnummer"
    ),
    "medical": (
        "medical|medical notes|medical note|medical conditions|medical condition|"
        "medical information|medical info|allergies|informations medicales|"
        "medizinische hinweise|condizioni mediche|informacion medica|hauora"
    ),
    "note": (
        "note|notes|comment|comments|remark|remarks|remarque|remarques|commentaire|bemerkung|"
        "bemerkungen|anmerkung|nota|osservazioni|comentario|comentarios|observaciones|observacoes|"
        "opmerking|merknad|uwagi|poznamka|примечание|tuhipoka"
    ),
    "chosen_division": (
        "para division|para category|para class|chosen division|division chosen|pc division|"
        "adaptive division"
    ),
    "withdrawn": (
        "removed|withdrawn|withdrew|cancelled|canceled|abgemeldet|annule|desiste|retire|ritirato|"
        "cancelado|baja|anulado|afgemeld|avmeldt|wycofany|zruseno"
    ),
    "status": "entry status|registration status|reg status|" + _STATUS,
    "payment": (
        "payment status|payment state|paid status|order type|payment type|zahlungsstatus|"
        "statut du paiement|statut paiement|stato pagamento|estado de pago|estado del pago|"
        "betaalstatus|betalingsstatus|stav platby"
    ),
}

TIME_WORDS: dict[str, str] = {
    "bib": _BIB,
    "time": (
        "finish time|finishtime|time|official time|officialtime|elapsed|elapsed time|race time|"
        "total time|gun time|guntime|clock time|clocktime|chip time|chiptime|net time|nettime|"
        "finish|"
        "time in seconds|result|temps|temps officiel|temps de course|temps total|temps scratch|"
        "arrivee|heure d arrivee|zeit|laufzeit|endzeit|zielzeit|bruttozeit|nettozeit|ziel|"
        "zieleinlauf|"
        "uhrzeit|tempo|tempo finale|tempo ufficiale|arrivo|traguardo|tiempo|tiempo oficial|"
        "tiempo total|hora|llegada|meta|temps oficial|arribada|tempo oficial|chegada|tijd|"
        "eindtijd|aankomst|tid|sluttid|mal|maltid|resultat|czas|wynik|cas|vysledny cas|cil|"
        "время|результат|финиш|wa|taima|time of day|timestamp|date time|datetime|finish time of "
        "day"
    ),
    "date": "date|day|datum|data|fecha|dato|дата|ra",
    "status": _STATUS,
    "place": (
        "place|rank|ranking|overall place|overall rank|overall|position|pos|finish position|rang|"
        "scratch|clt|clst|classement|platz|platzierung|gesamtrang|posizione|pos assoluta|class|"
        "classifica|posicion|puesto|clasificacion|posicao|lugar|plaats|positie|plassering|plass|"
        "placering|plats|miejsce|poradi|umisteni|место|turanga|#"
    ),
    "chip": (
        "chip|chip code|chipcode|chip number|chip no|chip id|tag|tag number|tag id|epc|"
        "transponder|"
        "transponder1|transponder 1|transpcode|siid|si card|sicard|control card|puce|чип"
    ),
    "full_name": _FULL,
    "family_name": _FAMILY,
    "given_name": _GIVEN,
    "race": _RACE.replace("distance|", "", 1),
    "gender": _GENDER,
    "told": (
        "age|age group|agegroup|ag|yob|year of birth|jahrgang|alter|nation|nationality|nat|"
        "country|"
        "country code|state|state code|province|zip|zip code|address|city|town|club|team|team "
        "name|"
        "email|e mail|phone|dob|birthdate|birth date|date of birth|category|cat|categorie|klasse|"
        "gender place|sex place|category place|cat place|age group place|age place|div place|"
        "gap|ecart|abstand|distacco|diferencia|pace|allure|km h|speed|points|index|laps|"
        "difference|percent back|percent winning|behind|split"
    ),
}

CHECKPOINT_WORDS: dict[str, frozenset[str]] = {
    "category": frozenset(
        (
            "category",
            "cat",
            "class",
            "division",
            "klasse",
            "categorie",
            "categoria",
            "event category",
        )
    ),
    "other": frozenset(
        (
            "pace",
            "allure",
            "gap",
            "ecart",
            "abstand",
            "distacco",
            "diferencia",
            "difference",
            "behind",
            "start time",
            "starttime",
            "chip time",
            "net time",
            "gun time",
            "penalty",
            "cut off",
            "cutoff",
        )
    ),
}

START_WORDS: frozenset[str] = frozenset(
    (
        "start",
        "depart",
        "partenza",
        "salida",
        "sortida",
        "partida",
        "largada",
        "start time",
        "starttime",
        "startzeit",
        "heure de depart",
        "старт",
        "timatanga",
    )
)

FINISH_WORDS: frozenset[str] = frozenset(
    (
        "finish",
        "finish line",
        "arrivee",
        "ziel",
        "arrivo",
        "traguardo",
        "meta",
        "llegada",
        "arribada",
        "chegada",
        "mal",
        "aankomst",
        "cil",
        "финиш",
    )
)
