"""The words of made-up plans: actions, meters, responsible bodies and times in two languages."""

import random

GOALS = {
    "sv": [
        "Barn och unga växer upp i en trygg miljö",
        "Äldre invånare bor hemma med gott stöd",
        "Invånarna rör på sig mera i vardagen",
        "Ensamheten minskar i alla åldersgrupper",
        "Kultur och natur är nära alla kommuninvånare oavsett ålder och inkomst",
    ],
    "fi": [
        "Lapset ja nuoret voivat hyvin",
        "Ikääntyneet asuvat turvallisesti kotona",
        "Asukkaat liikkuvat arjessa nykyistä enemmän",
        "Yksinäisyys vähenee kaikissa ikäryhmissä",
        "Kulttuuri ja luonto ovat lähellä kaikkia kuntalaisia iästä ja tuloista riippumatta",
    ],
}
ACTIONS = {
    "sv": [
        "Skolornas elevhälsa utökas med en psykiatrisk sjukskötare.",
        "Hembesök erbjuds alla som fyller 80 år och bor ensamma.",
        "Gång- och cykelvägarna belyses bättre under vintern.",
        "Ungdomsgårdarna håller öppet även på lördagar och söndagar.",
        "Motionsrådgivning ordnas på hälsostationerna. Remiss behövs inte.",
        "Närståendevårdarnas lediga dagar samordnas med dagverksamheten.",
        "Föreningar får bidrag för kultur- och naturutflykter till Ekenäs skärgård.",
        "Seniorernas IT-stöd flyttas till biblioteken och samlingslokalerna.",
        "Skuldrådgivningen öppnar en mottagning utan tidsbeställning. Den är öppen varje tisdag.",
        "Familjecentret startar samtalsgrupper för nyblivna föräldrar.",
        "Personalen inom småbarnspedagogiken utbildas i våldsförebyggande arbete.",
        "Näridrottsplatserna rustas upp i samarbete med invånarföreningarna.",
        "Fallolyckor förebyggs med balansgrupper och hembesök av fysioterapeut.",
        "Ett frukostmål serveras i alla högstadieskolor före skoldagens början.",
        "Rusmedelsfria fritidsevenemang ordnas för unga under sommarlovet.",
        "Arbetssökande får en personlig välfärdsplan. Planen uppdateras två gånger per år.",
        "Välkomstkvällar på tre språk ordnas för nyinflyttade.",
        "Lekparkerna görs tillgängliga för barn med funktionsnedsättning.",
    ],
    "fi": [
        "Kouluterveydenhuoltoon palkataan psykiatrinen sairaanhoitaja.",
        "Kotikäynti tarjotaan kaikille 80 vuotta täyttäville yksinasuville.",
        "Kävely- ja pyöräteiden valaistusta parannetaan talvikaudeksi.",
        "Nuorisotilat pidetään auki myös lauantaisin ja sunnuntaisin.",
        "Liikuntaneuvontaa annetaan terveysasemilla. Lähetettä ei tarvita.",
        "Omaishoitajien vapaapäivät sovitetaan yhteen päivätoiminnan kanssa.",
        "Yhdistyksille myönnetään avustuksia kulttuuri- ja luontoretkiin Saimaan saaristoon.",
        "Ikäihmisten digituki siirretään kirjastoihin ja asukastaloihin.",
        "Velkaneuvonta avaa vastaanoton ilman ajanvarausta. Se on auki joka tiistai.",
        "Perhekeskus käynnistää keskusteluryhmiä vastasyntyneiden vanhemmille.",
        "Varhaiskasvatuksen henkilöstö koulutetaan väkivallan ehkäisyyn.",
        "Lähiliikuntapaikat kunnostetaan yhdessä asukasyhdistysten kanssa.",
        "Kaatumistapaturmia ehkäistään tasapainoryhmillä ja fysioterapeutin kotikäynneillä.",
        "Aamupuuro tarjotaan kaikissa yläkouluissa ennen koulupäivän alkua.",
        "Päihteettömiä vapaa-ajan tapahtumia järjestetään nuorille kesäloman aikana.",
        "Työnhakija saa oman hyvinvointisuunnitelman. Suunnitelma päivitetään kahdesti vuodessa.",
        "Tervetuloiltoja pidetään uusille asukkaille kolmella kielellä.",
        "Leikkipuistot muutetaan esteettömiksi toimintarajoitteisille lapsille.",
    ],
}
METERS = {
    "sv": [
        "Antalet besökare",
        "Antalet deltagare per år",
        "Andelen elever som upplever mobbning (enkäten Hälsa i skolan)",
        "Antalet genomförda hembesök",
        "Väntetid till första besöket, dagar",
        "Kundnöjdhet (skala 1–5)",
        "Beviljade bidrag (euro/år)",
        "Andelen invånare som rör på sig tillräckligt enligt rekommendationen",
        "Verksamheten har inletts (ja/nej)",
        "Fallolyckor som krävt sjukhusvård per 1 000 invånare",
        "Utbildade anställda, % av personalen",
        "Antalet nya grupper",
        "Upplevd ensamhet bland 65 år fyllda",
        "Användningen av digitala tjänster",
    ],
    "fi": [
        "Kävijöiden määrä",
        "Osallistujamäärä vuodessa",
        "Kiusaamista kokevien oppilaiden osuus (Kouluterveyskysely)",
        "Toteutuneiden kotikäyntien määrä",
        "Odotusaika ensikäynnille, päivää",
        "Asiakastyytyväisyys (asteikko 1–5)",
        "Myönnetyt avustukset (euroa/vuosi)",
        "Suositusten mukaan riittävästi liikkuvien asukkaiden osuus",
        "Toiminta on käynnistynyt (kyllä/ei)",
        "Sairaalahoitoa vaatineet kaatumiset 1 000 asukasta kohti",
        "Koulutettu henkilöstö, % koko henkilöstöstä",
        "Uusien ryhmien lukumäärä",
        "Koettu yksinäisyys 65 vuotta täyttäneillä",
        "Digitaalisten palvelujen käyttöaste",
    ],
}
RESPONSIBLE = {
    "sv": [
        "Bildningstjänsterna",
        "Social- och hälsovårdstjänsterna, tredje sektorn",
        "Fritidsenheten",
        "Stadsplaneringen och tekniska sektorn",
        "Biblioteket, IT-enheten",
        "Välfärdskoordinatorn",
        "Äldrerådet, pensionärsföreningarna, församlingen",
    ],
    "fi": [
        "Sivistyspalvelut",
        "Sosiaali- ja terveyspalvelut, kolmas sektori",
        "Vapaa-aikayksikkö",
        "Kaupunkisuunnittelu ja tekninen toimi",
        "Kirjasto, IT-yksikkö",
        "Hyvinvointikoordinaattori",
        "Vanhusneuvosto, eläkeläisyhdistykset, seurakunta",
    ],
}
SCHEDULE = {
    "sv": [
        "2025–2028",
        "2026",
        "Årligen",
        "Kontinuerligt",
        "Före utgången av 2027",
        "1.8.2025–31.5.2026",
    ],
    "fi": [
        "2025–2028",
        "2026",
        "Vuosittain",
        "Jatkuva",
        "Vuoden 2027 loppuun mennessä",
        "1.8.2025–31.5.2026",
    ],
}


FRAME = {
    "sv": {
        "title": "Provstads välfärdsplan 2025–2028",
        "opening": "Planen har godkänts av fullmäktige. Den gäller alla invånare och följs upp en "
        "gång om året i välfärdsgruppen.",
        "closing heading": "Uppföljning",
        "closing": "Välfärdsgruppen sammanställer varje år en rapport till fullmäktige, och "
        "rapporten publiceras på kommunens webbplats.",
    },
    "fi": {
        "title": "Koekaupungin hyvinvointisuunnitelma 2025–2028",
        "opening": "Suunnitelman on hyväksynyt valtuusto. Se koskee kaikkia asukkaita ja sen "
        "toteutumista seurataan kerran vuodessa hyvinvointiryhmässä.",
        "closing heading": "Seuranta",
        "closing": "Hyvinvointiryhmä kokoaa joka vuosi valtuustolle raportin, ja raportti "
        "julkaistaan kunnan verkkosivuilla kaikkien luettavaksi.",
    },
}


def made_up_plan(
    language, seed, goals=3, fields=("responsible", "meters", "schedule"), most_meters=3
):
    """The true structure of a plan that does not exist."""
    chance = random.Random(seed)
    titles = chance.sample(GOALS[language], goals)
    texts = chance.sample(ACTIONS[language], len(ACTIONS[language]))
    plan = {"language": language, "goals": []}
    for number, title in enumerate(titles, start=1):
        actions = [
            _action(language, texts.pop(), chance, fields, most_meters)
            for _ in range(chance.randint(3, 5))
        ]
        plan["goals"].append({"number": number, "title": title, "actions": actions})
    return plan


def _action(language, text, chance, fields, most_meters):
    meters = (
        chance.sample(METERS[language], chance.randint(1, most_meters))
        if "meters" in fields
        else []
    )
    responsible = chance.choice(RESPONSIBLE[language]) if "responsible" in fields else None
    schedule = chance.choice(SCHEDULE[language]) if "schedule" in fields else None
    return {"text": text, "meters": meters, "responsible": responsible, "schedule": schedule}
