"""The words that the planted faults are made of: what is put in the place of what."""

from __future__ import annotations

MAGNITUDES = {
    "de": [("Millionen", "Milliarden"), ("Milliarden", "Millionen"), ("Milliarde", "Million"), ("Million", "Milliarde")],
    "en": [("million", "billion"), ("billion", "million")],
    "es": [("mil millones", "millones"), ("millones", "mil millones")],
    "fr": [("millions", "milliards"), ("milliards", "millions"), ("milliard", "million"), ("million", "milliard")],
    "ru": [("миллионов", "миллиардов"), ("миллиона", "миллиарда"), ("миллиардов", "миллионов"), ("миллиарда", "миллиона"), ("миллион", "миллиард"), ("млн", "млрд"), ("млрд", "млн")],
}  # fmt: skip
WORDS = {
    "de": ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig"],
    "en": ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "sixty"],
    "es": ["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta"],
    "fr": ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "vingt", "trente", "quarante", "cinquante", "soixante"],
    "ru": ["два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят"],
}  # fmt: skip
MONTHS = {
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
}  # fmt: skip
DAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "ru": ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"],
}  # fmt: skip
SENTENCES = {
    "de": ["Das alles steht übrigens in keinem der Berichte.", "Mein Vorgänger hätte darüber herzlich gelacht.", "Die Fachleute streiten noch über die genaue Wortwahl.", "Wer mich kennt, weiß das seit Langem."],
    "en": ["None of this, by the way, can be read in the reports.", "My predecessor would have laughed heartily at that.", "The experts are still arguing over the exact wording.", "Those who know me have known it for a long time."],
    "es": ["Por cierto, nada de esto figura en los informes.", "Mi antecesor se habría reído mucho con ello.", "Los expertos siguen discutiendo la redacción exacta.", "Quien me conoce lo sabe desde hace mucho."],
    "fr": ["Rien de tout cela, du reste, ne figure dans les rapports.", "Mon prédécesseur en aurait ri de bon cœur.", "Les experts discutent encore de la formulation exacte.", "Ceux qui me connaissent le savent depuis longtemps."],
    "ru": ["Ничего этого, кстати, в докладах не написано.", "Мой предшественник от души посмеялся бы над этим.", "Эксперты до сих пор спорят о точной формулировке.", "Кто меня знает, знает это давно."],
}  # fmt: skip
NEGATIONS = {
    "de": [(r"\b(ist|sind|wird|werden|kann|können|haben|hat) (?!nicht)", r"\1 nicht "), (r"\bnicht ", "")],
    "en": [(r"\b(is|are|was|were|will|can|must|has been|have been) (?!not|be |no)", r"\1 not "), (r"(?<=\w) not ", " "), (r"\b(do|does|did)(?:n[’']t| not) ", "")],
    "es": [(r"(?<=[a-zñ] )(es|son|está|están|será|puede|pueden|tiene|tienen|ha|han) ", r"no \1 "), (r"\b[Nn]o (?=es|son|está|se|hay|ha|puede|tiene|vamos)", "")],
    "fr": [(r"(?<=[a-zé] )(est|sont|sera|seront|peut|peuvent|doit|doivent) ", r"ne \1 pas "), (r"\bn[’'](est|a|ont|avons|était) pas ", r"\1 "), (r"\bne (\w+) pas ", r"\1 ")],
    "ru": [(r"(?<=[а-я] )(будет|будут|может|могут|должны|должен|нужно|был|была|были|стало|стал) ", r"не \1 "), (r"(?<=\w )не (?!только)", "")],
}  # fmt: skip
NAMES = {
    "de": ["Lissabon", "Bukarest", "Karlsruhe", "Marokko", "Petra Lindqvist", "Thomas Hallbrook"],
    "en": ["Lisbon", "Bucharest", "Karlsruhe", "Morocco", "Petra Lindqvist", "Thomas Hallbrook"],
    "es": ["Lisboa", "Bucarest", "Karlsruhe", "Marruecos", "Petra Lindqvist", "Thomas Hallbrook"],
    "fr": ["Lisbonne", "Bucarest", "Karlsruhe", "Maroc", "Petra Lindqvist", "Thomas Hallbrook"],
    "ru": ["Лиссабон", "Бухарест", "Карлсруэ", "Марокко", "Петра Линдквист", "Томас Холлбрук"],
}  # fmt: skip
TERMS = {
    "de-DE": [("Preisdeckel", "Tarifgrenze"), ("Schutzklausel", "Sicherungsbestimmung"), ("Speicherziel", "Lagervorgabe"), ("Waffenruhe", "Kampfpause"), ("Mindestabfluss", "Minimalstand"), ("Interkonnektor", "Verbundkabel"), ("Übertragungsnetzbetreiber", "Leitungsfirmen"), ("Absichtserklärung", "Willensbekundung"), ("Regelreserve", "Ausgleichspuffer"), ("Winterhilfe", "Heizzuschuss"), ("Brunnenfelder", "Förderflächen"), ("Personalschlüssel", "Besetzungsplan"), ("Nachtstation", "Dunkelabteilung"), ("Notfallnummer", "Hilfetelefonzeile"), ("Wartezeitgarantie", "Fristzusage"), ("Rettungswache", "Ambulanzposition"), ("Fahrpraxis", "Wandersprechstunde"), ("Pflegerat", "Schwesternausschuss")],
    "en-GB": [("price cap", "tariff limit"), ("safeguard clause", "protection clause"), ("storage target", "stock goal"), ("minimum flow", "lowest level"), ("interconnector", "linking cable"), ("memorandum of understanding", "letter of intent"), ("balancing reserve", "compensation buffer"), ("well fields", "pumping areas"), ("staffing ratio", "manning rule"), ("night ward", "nocturnal unit"), ("emergency line", "help number"), ("waiting-time guarantee", "deadline pledge"), ("ambulance base", "rescue post"), ("mobile practice", "travelling surgery"), ("nurses’ council", "carers’ board")],
    "es-ES": [("tope de precios", "límite tarifario"), ("cláusula de salvaguardia", "cláusula de protección"), ("objetivo de almacenamiento", "meta de reservas"), ("caudal mínimo", "nivel inferior"), ("interconexión", "conexión común"), ("memorando de entendimiento", "carta de intenciones"), ("reserva de balance", "colchón regulador"), ("ayuda invernal", "subsidio de calefacción"), ("campos de pozos", "zonas de bombeo"), ("ratio de personal", "norma de plantilla"), ("planta nocturna", "unidad de noche"), ("línea de urgencias", "teléfono de auxilio"), ("garantía de espera", "promesa de plazo"), ("base de ambulancias", "sede de rescate"), ("consulta móvil", "clínica rodante"), ("consejo de enfermería", "grupo de cuidadoras")],
    "fr-FR": [("plafond de prix", "limite tarifaire"), ("clause de sauvegarde", "clause de protection"), ("objectif de stockage", "but de réserve"), ("débit minimal", "niveau inférieur"), ("interconnexion", "liaison commune"), ("gestionnaires de réseau", "exploitants de lignes"), ("protocole d’accord", "lettre d’intention"), ("réserve d’équilibrage", "marge de compensation"), ("aide hivernale", "subvention de chauffage"), ("champs captants", "zones de pompage"), ("taux d’encadrement", "règle d’effectifs"), ("service de nuit", "unité nocturne"), ("ligne d’urgence", "numéro de secours"), ("garantie de délai", "promesse d’attente"), ("base d’ambulances", "halte de secours"), ("cabinet mobile", "dispensaire roulant"), ("conseil infirmier", "comité des soignants")],
    "ru-RU": [(r"минимальн(\w+) расход", r"наименьш\1 уровень"), (r"предельн(\w+) цен(\w+)", r"тарифн\1 планк\2"), ("интерконнектор", "кабельный мост"), ("целевой уровень запасов", "план хранения"), ("меморандум", "договор"), ("балансирующий резерв", "уравнительный запас"), ("зимняя помощь", "доплата за отопление"), ("кадровый норматив", "штатное правило"), ("ночное отделение", "полуночная палата"), (r"лини(\w+) экстренной помощи", "телефон спасения"), (r"гаранти(\w+) срока ожидания", "обещание по срокам"), (r"станци(\w+) скорой помощи", "пост спасателей"), ("передвижной кабинет", "выездная амбулатория"), (r"совет(\w*) медсестёр", "комитет сиделок")],
}  # fmt: skip
OPPOSITES = {
    "de": [("gestiegen", "gesunken"), ("sinkt", "steigt"), ("steigt", "sinkt"), ("stieg", "fiel"), ("mehr", "weniger"), ("weniger", "mehr"), ("akzeptiert", "abgelehnt"), ("unterstützt", "bekämpft"), ("öffnet", "schließt"), ("höchstens", "mindestens"), ("mindestens", "höchstens"), ("bevor", "nachdem"), ("ohne", "mit"), ("immer", "nie"), ("möglich", "unmöglich"), ("stärker", "schwächer"), ("größer", "kleiner"), ("erste", "letzte"), ("früher", "später"), ("alle", "keine"), ("lang", "kurz"), ("neue", "alte"), ("jeder", "niemand"), ("teuer", "billig"), ("leicht", "schwer"), ("gut", "schlecht"), (r"\b(ist|sind|war|waren|wird|werden|hat|haben)\b", r"\1 kaum")],
    "en": [("risen", "fallen"), ("falls", "rises"), ("rises", "falls"), ("rose", "fell"), ("more", "less"), ("less", "more"), ("fewer", "more"), ("accepted", "rejected"), ("supports", "opposes"), ("opens", "closes"), ("at most", "at least"), ("at least", "at most"), ("before", "after"), ("without", "with"), ("always", "never"), ("possible", "impossible"), ("stronger", "weaker"), ("larger", "smaller"), ("first", "last"), ("earlier", "later"), ("all", "none"), ("long", "short"), ("new", "old"), ("everyone", "nobody"), ("expensive", "cheap"), ("easy", "hard"), ("good", "bad"), (r"\b(is|are|was|were|will|has|have)\b", r"\1 hardly")],
    "es": [("subido", "bajado"), ("baja", "sube"), ("subió", "bajó"), ("más", "menos"), ("menos", "más"), ("aceptado", "rechazado"), ("apoya", "combate"), ("se abre", "se cierra"), ("como máximo", "como mínimo"), ("al menos", "a lo sumo"), ("antes", "después"), ("sin", "con"), ("siempre", "nunca"), ("posible", "imposible"), ("mayor", "menor"), ("primer", "último"), ("todos", "ninguno"), ("largo", "corto"), ("nuevo", "viejo"), ("caro", "barato"), ("fácil", "difícil"), ("bueno", "malo"), (r"\b(es|son|está|están|era|fue|ha|han|tiene)\b", r"apenas \1")],
    "fr": [("augmenté", "diminué"), ("tombe", "monte"), ("plus", "moins"), ("moins", "plus"), ("accepté", "refusé"), ("soutient", "combat"), ("ouvrira", "fermera"), ("au plus", "au moins"), ("au moins", "au plus"), ("avant", "après"), ("sans", "avec"), ("toujours", "jamais"), ("possible", "impossible"), ("premier", "dernier"), ("tous", "aucun"), ("long", "court"), ("nouveau", "vieux"), ("cher", "bon marché"), ("facile", "difficile"), ("bon", "mauvais"), (r"\b(est|sont|était|sera|a|ont)\b", r"\1 à peine")],
    "ru": [("выросло", "упало"), ("сокращается", "возрастает"), ("больше", "меньше"), ("меньше", "больше"), ("более", "менее"), ("приняла", "отвергла"), ("поддерживает", "отвергает"), ("откроется", "закроется"), ("не более", "не менее"), ("не менее", "не более"), ("прежде чем", "после того как"), ("без", "с"), ("всегда", "никогда"), ("возможно", "невозможно"), ("первый", "последний"), ("все", "никто"), ("долго", "недолго"), ("новый", "старый"), ("дорого", "дёшево"), ("легко", "трудно"), ("хорошо", "плохо"), (r"\b(будет|будут|может|могут|был|была|было|были)\b", r"едва ли \1")],
}  # fmt: skip
