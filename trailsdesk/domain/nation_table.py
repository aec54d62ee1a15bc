"""Countries by their codes: ISO 3166-1 alpha-2, alpha-3, the IOC's, and names in use.

The IOC's codes are those of its member committees, checked on 20 November 2026 against the public
domain list github.com/datasets/country-codes (May 2026). Where that list gives a code of former
years (Lebanon, Singapore, Montenegro) or none (Kosovo, South Sudan), today's stands here. A
territory without a committee of its own has the code of the passport its people carry, which is
our reading: the federation does not say.
"""

from __future__ import annotations

COUNTRIES = """\
AW ABW ARU Aruba
AF AFG AFG Afghanistan
AO AGO ANG Angola
AL ALB ALB Albania
AD AND AND Andorra
AE ARE UAE United Arab Emirates|UAE
AR ARG ARG Argentina
AM ARM ARM Armenia
AS ASM ASA American Samoa
AG ATG ANT Antigua and Barbuda
AU AUS AUS Australia
AT AUT AUT Austria|Österreich|Autriche
AZ AZE AZE Azerbaijan
BI BDI BDI Burundi
BE BEL BEL Belgium|Belgique|België|Belgien
BJ BEN BEN Benin
BF BFA BUR Burkina Faso
BD BGD BAN Bangladesh
BG BGR BUL Bulgaria|България
BH BHR BRN Bahrain
BS BHS BAH Bahamas|The Bahamas
BA BIH BIH Bosnia and Herzegovina|Bosnia and Herzegovina|Bosnia-Herzegovina|Bosna i Hercegovina
BY BLR BLR Belarus|Беларусь
BZ BLZ BIZ Belize
BM BMU BER Bermuda
BO BOL BOL Bolivia
BR BRA BRA Brazil|Brasil
BB BRB BAR Barbados
BN BRN BRU Brunei|Brunei Darussalam
BT BTN BHU Bhutan
BW BWA BOT Botswana
CF CAF CAF Central African Republic
CA CAN CAN Canada
CH CHE SUI Switzerland|Schweiz|Suisse|Svizzera|Svizra|Suiza
CL CHL CHI Chile
CN CHN CHN China|People's Republic of China|中国
CI CIV CIV Côte d'Ivoire|Ivory Coast
CM CMR CMR Cameroon
CD COD COD Congo - Kinshasa|DR Congo|Democratic Republic of the Congo
CG COG CGO Congo - Brazzaville|Republic of the Congo
CK COK COK Cook Islands
CO COL COL Colombia
KM COM COM Comoros
CV CPV CPV Cape Verde|Cabo Verde
CR CRI CRC Costa Rica
CU CUB CUB Cuba
KY CYM CAY Cayman Islands
CY CYP CYP Cyprus
CZ CZE CZE Czechia|Czech Republic|Česko|Česká republika
DE DEU GER Germany|Deutschland|Allemagne|Alemania|Germania
DJ DJI DJI Djibouti
DM DMA DMA Dominica
DK DNK DEN Denmark|Danmark
DO DOM DOM Dominican Republic
DZ DZA ALG Algeria
EC ECU ECU Ecuador
EG EGY EGY Egypt
ER ERI ERI Eritrea
ES ESP ESP Spain|España|Espagne|Spanien|Espanya|Spagna
EE EST EST Estonia|Eesti
ET ETH ETH Ethiopia
FI FIN FIN Finland|Suomi
FJ FJI FIJ Fiji
FR FRA FRA France|Frankreich|Francia
FM FSM FSM Micronesia|Federated States of Micronesia
GA GAB GAB Gabon
GB GBR GBR Great Britain|United Kingdom|Britain|UK|GB
GE GEO GEO Georgia
GH GHA GHA Ghana
GN GIN GUI Guinea
GM GMB GAM Gambia|The Gambia
GW GNB GBS Guinea-Bissau
GQ GNQ GEQ Equatorial Guinea
GR GRC GRE Greece|Ελλάδα|Hellas
GD GRD GRN Grenada
GT GTM GUA Guatemala
GU GUM GUM Guam
GY GUY GUY Guyana
HK HKG HKG Hong Kong|Hong Kong, China
HN HND HON Honduras
HR HRV CRO Croatia|Hrvatska
HT HTI HAI Haiti
HU HUN HUN Hungary|Magyarország
ID IDN INA Indonesia
IN IND IND India
IE IRL IRL Ireland|Éire|Republic of Ireland
IR IRN IRI Iran|Islamic Republic of Iran
IQ IRQ IRQ Iraq
IS ISL ISL Iceland|Ísland
IL ISR ISR Israel
IT ITA ITA Italy|Italia|Italie|Italien
JM JAM JAM Jamaica
JO JOR JOR Jordan
JP JPN JPN Japan|日本
KZ KAZ KAZ Kazakhstan
KE KEN KEN Kenya
KG KGZ KGZ Kyrgyzstan
KH KHM CAM Cambodia
KI KIR KIR Kiribati
KN KNA SKN Saint Kitts and Nevis|St. Kitts and Nevis
KR KOR KOR South Korea|Korea|Republic of Korea
KW KWT KUW Kuwait
LA LAO LAO Laos
LB LBN LBN Lebanon
LR LBR LBR Liberia
LY LBY LBA Libya
LC LCA LCA Saint Lucia|St. Lucia
LI LIE LIE Liechtenstein
LK LKA SRI Sri Lanka
LS LSO LES Lesotho
LT LTU LTU Lithuania|Lietuva
LU LUX LUX Luxembourg|Luxemburg
LV LVA LAT Latvia|Latvija
MA MAR MAR Morocco|Maroc
MC MCO MON Monaco
MD MDA MDA Moldova
MG MDG MAD Madagascar
MV MDV MDV Maldives
MX MEX MEX Mexico|México
MH MHL MSH Marshall Islands
MK MKD MKD North Macedonia|Macedonia
ML MLI MLI Mali
MT MLT MLT Malta
MM MMR MYA Myanmar|Burma
ME MNE MNE Montenegro
MN MNG MGL Mongolia
MZ MOZ MOZ Mozambique
MR MRT MTN Mauritania
MU MUS MRI Mauritius
MW MWI MAW Malawi
MY MYS MAS Malaysia
NA NAM NAM Namibia
NE NER NIG Niger
NG NGA NGR Nigeria
NI NIC NCA Nicaragua
NL NLD NED Netherlands|The Netherlands|Nederland|Holland|Pays-Bas
NO NOR NOR Norway|Norge|Noreg
NP NPL NEP Nepal
NR NRU NRU Nauru
NZ NZL NZL New Zealand|Aotearoa|Aotearoa New Zealand
OM OMN OMA Oman
PK PAK PAK Pakistan
PA PAN PAN Panama
PE PER PER Peru|Perú
PH PHL PHI Philippines|Pilipinas
PW PLW PLW Palau
PG PNG PNG Papua New Guinea
PL POL POL Poland|Polska
PR PRI PUR Puerto Rico
KP PRK PRK North Korea
PT PRT POR Portugal
PY PRY PAR Paraguay
PS PSE PLE Palestine|Palestinian Territories
QA QAT QAT Qatar
RO ROU ROU Romania|România
RU RUS RUS Russia|Russian Federation|Россия
RW RWA RWA Rwanda
SA SAU KSA Saudi Arabia
SD SDN SUD Sudan
SN SEN SEN Senegal
SG SGP SGP Singapore
SB SLB SOL Solomon Islands
SL SLE SLE Sierra Leone
SV SLV ESA El Salvador
SM SMR SMR San Marino
SO SOM SOM Somalia
RS SRB SRB Serbia|Srbija|Србија
SS SSD SSD South Sudan
ST STP STP São Tomé and Príncipe
SR SUR SUR Suriname
SK SVK SVK Slovakia|Slovensko
SI SVN SLO Slovenia|Slovenija
SE SWE SWE Sweden|Sverige
SZ SWZ SWZ Eswatini|Swaziland
SC SYC SEY Seychelles
SY SYR SYR Syria
TD TCD CHA Chad
TG TGO TOG Togo
TH THA THA Thailand
TJ TJK TJK Tajikistan
TM TKM TKM Turkmenistan
TL TLS TLS Timor-Leste|East Timor
TO TON TGA Tonga
TT TTO TTO Trinidad and Tobago
TN TUN TUN Tunisia
TR TUR TUR Türkiye|Turkey
TV TUV TUV Tuvalu
TW TWN TPE Taiwan|Chinese Taipei
TZ TZA TAN Tanzania
UG UGA UGA Uganda
UA UKR UKR Ukraine|Україна
UY URY URU Uruguay
US USA USA United States|United States of America|US|Estados Unidos|États-Unis
UZ UZB UZB Uzbekistan
VC VCT VIN Saint Vincent and the Grenadines|St. Vincent and the Grenadines
VE VEN VEN Venezuela
VG VGB IVB British Virgin Islands
VI VIR ISV U.S. Virgin Islands|US Virgin Islands
VN VNM VIE Vietnam|Viet Nam
VU VUT VAN Vanuatu
WS WSM SAM Samoa
XK XKX KOS Kosovo|Kosova
YE YEM YEM Yemen
ZA ZAF RSA South Africa
ZM ZMB ZAM Zambia
ZW ZWE ZIM Zimbabwe
"""
"""A line each: alpha-2, alpha-3, the IOC's code, names separated by ``|``."""

TERRITORIES = """\
AI AIA GBR Anguilla
AX ALA FIN Åland Islands
TF ATF FRA French Southern Territories
BQ BES NED Caribbean Netherlands
BL BLM FRA Saint Barthélemy
BV BVT NOR Bouvet Island
CC CCK AUS Cocos Islands
CW CUW NED Curaçao
CX CXR AUS Christmas Island
FK FLK GBR Falkland Islands
FO FRO DEN Faroe Islands
GG GGY GBR Guernsey
GI GIB GBR Gibraltar
GP GLP FRA Guadeloupe
GL GRL DEN Greenland
GF GUF FRA French Guiana
HM HMD AUS Heard and McDonald Islands
IM IMN GBR Isle of Man
IO IOT GBR British Indian Ocean Territory
JE JEY GBR Jersey
MO MAC CHN Macao|Macau
MF MAF FRA Saint Martin
MP MNP USA Northern Mariana Islands
MS MSR GBR Montserrat
MQ MTQ FRA Martinique
YT MYT FRA Mayotte
NC NCL FRA New Caledonia|Nouvelle-Calédonie
NF NFK AUS Norfolk Island
NU NIU NZL Niue
PN PCN GBR Pitcairn
PF PYF FRA French Polynesia|Polynésie française|Tahiti
RE REU FRA Réunion|La Réunion
GS SGS GBR South Georgia
SH SHN GBR Saint Helena
SJ SJM NOR Svalbard and Jan Mayen
PM SPM FRA Saint Pierre and Miquelon
SX SXM NED Sint Maarten
TC TCA GBR Turks and Caicos Islands
TK TKL NZL Tokelau
UM UMI USA U.S. Outlying Islands
WF WLF FRA Wallis and Futuna
"""
"""As ``COUNTRIES``, with the IOC's code of the country whose passport is carried there."""

TERRITORY_CODES = {
    "FAR": "FRO",
    "GUD": "GLP",
    "FGU": "GUF",
    "NMA": "MNP",
    "MNT": "MSR",
    "MAY": "MYT",
    "NCD": "NCL",
    "NFI": "NFK",
    "FPO": "PYF",
    "TAH": "PYF",
    "HEL": "SHN",
    "TKS": "TCA",
    "WAF": "WLF",
}
"""Unofficial codes of territories met in results, to their alpha-3 code."""

HOME_NATIONS = {
    "ENG": "England",
    "NIR": "Northern Ireland",
    "SCO": "Scotland",
    "SCT": "Scotland",
    "WAL": "Wales",
    "WLS": "Wales",
}
"""Parts of Great Britain with teams of their own elsewhere; for the IOC all are ``GBR``."""

FORMER_CODES = {
    "LIB": "LBN",
    "MGO": "MNE",
    "ROM": "ROU",
    "SIN": "SGP",
    "TMP": "TLS",
    "ZAR": "COD",
}
"""Codes of former years, the IOC's or ISO's, to today's of the IOC."""
