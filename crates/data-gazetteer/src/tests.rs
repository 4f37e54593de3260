use super::*;

/// The file that the embedded places were laid out from.
static FILE: &[u8] = include_bytes!("../data/gazetteer.bin");

#[test]
fn the_embedded_file_opens_and_is_whole() {
    let gazetteer = Gazetteer::embedded();
    assert!(gazetteer.len() > 260_000, "{} places", gazetteer.len());
    for place in gazetteer.places() {
        assert!(!place.name().is_empty(), "row {} has no name", place.row());
        assert!((-90.0..=90.0).contains(&place.lat()) && (-180.0..=180.0).contains(&place.lon()), "{place:?}");
        assert!(place.feature().contains('.'), "{place:?}");
    }
}

#[test]
fn what_is_laid_out_is_what_the_file_says() {
    let (laid, file) = (Gazetteer::embedded(), Gazetteer::open(FILE).expect("opens"));
    assert_eq!(laid.len(), file.len());
    let cells = |p: Place<'_>| (p.id(), p.lat(), p.lon(), p.population(), p.source(), p.name().to_owned());
    let around = |p: Place<'_>| {
        let rows = p.lies_in().map(|of| of.map(Place::row));
        (p.level(), rows, p.feature().to_owned(), p.code().to_owned(), p.capital().map(Place::row))
    };
    for (one, other) in laid.places().zip(file.places()) {
        assert_eq!((cells(one), around(one)), (cells(other), around(other)));
    }
    let mut count = 0;
    file.each_name(|name, _, _| {
        count += 1;
        if count % 50 != 0 && count > 1000 {
            return;
        }
        let first = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        for behind in ["", ".", "x", "'s", "’s Town", " & Co", "-Town", ". Town", "é", " New"] {
            for end in [first, first.saturating_sub(1)] {
                let text = format!("{}{}{behind}", &name[..end], if end == first { &name[first..] } else { "" });
                let word = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
                let (mut names, mut walked) = (Vec::new(), Vec::new());
                laid.names_of_word(&text, (0, word), |found| names.push((found.end, found.posting())));
                file.names_at(&text, 0, |found| walked.push((found.end, found.posting())));
                assert_eq!(names, walked, "{text}");
            }
        }
    });
}

#[test]
fn countries_have_codes_capitals_and_geonames_points() {
    let gazetteer = Gazetteer::embedded();
    for (name, id, iso3, lat, lon, capital) in [
        ("Syria", 163_843, "SYR", 35.0, 38.0, "Damascus"),
        ("Russia", 2_017_370, "RUS", 60.0, 100.0, "Moscow"),
        ("Kazakhstan", 1_522_867, "KAZ", 48.0, 68.0, "Astana"),
        ("United States", 6_252_001, "USA", 39.76, -98.5, "Washington"),
        ("Ivory Coast", 2_287_781, "CIV", 8.0, -5.5, "Yamoussoukro"),
        ("Cabo Verde", 3_374_766, "CPV", 16.0, -24.0, "Praia"),
    ] {
        let place = gazetteer.find(name).map(|c| c.place).find(|p| p.feature() == "A.PCLI").expect(name);
        assert_eq!((place.id(), place.iso3()), (Some(id), iso3), "{name}");
        assert!((place.lat() - lat).abs() < 1e-6 && (place.lon() - lon).abs() < 1e-6, "{name}");
        assert_eq!(place.capital().map(Place::name), Some(capital), "{name}");
    }
}

#[test]
fn every_sovereign_country_has_a_capital_and_a_demonym() {
    let gazetteer = Gazetteer::embedded();
    let table = include_str!("../data/countries.tsv");
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        for demonym in cells[5].split('|').filter(|d| !d.is_empty()) {
            let found = gazetteer.find(demonym).any(|c| c.kind == NameKind::Demonym && c.place.iso2() == cells[0]);
            assert!(found, "{demonym} is a demonym of {}", cells[0]);
        }
        for name in cells[4].split('|').filter(|n| !n.is_empty()) {
            // "Cocos (Keeling) Islands" is listed for people; brackets cannot be walked.
            let found = name.contains('(') || gazetteer.find(name).any(|c| c.place.iso2() == cells[0]);
            assert!(found, "{name} names {}", cells[0]);
        }
    }
}

#[test]
fn a_city_knows_what_it_lies_in() {
    let gazetteer = Gazetteer::embedded();
    let paris = gazetteer.find("Paris").map(|c| c.place).find(|p| p.iso2() == "US").expect("Paris, Texas is listed");
    assert_eq!(paris.admin1().map(Place::name), Some("Texas"));
    assert_eq!(gazetteer.find("Paris").next().expect("Paris").place.iso2(), "FR");
}

#[test]
fn the_longest_name_is_found_in_running_text() {
    let gazetteer = Gazetteer::embedded();
    for (text, name, meaning) in [
        ("New York City officials", "New York City", "New York City"),
        ("Syria's envoy", "Syria", "Syria"),
        ("N.\u{a0}Korean missile", "N.\u{a0}Korean", "North Korea"),
        ("Deir Ezzor, in the east", "Deir Ezzor", "Deir ez-Zor"),
        ("KAZAKHSTAN", "KAZAKHSTAN", "Kazakhstan"),
        ("Côte d’Ivoire.", "Côte d’Ivoire", "Ivory Coast"),
        ("U.S.-India ties", "U.S", "United States"),
        ("Kyiv, Ukraine", "Kyiv", "Kyiv"),
    ] {
        let found = gazetteer.name_at(text, 0).expect(text);
        assert_eq!(&text[..found.end], name, "{text}");
        let meant = gazetteer.candidates(found).next().expect(text).place;
        assert_eq!(meant.name(), meaning, "{text}");
    }
    for text in ["Syrianize", "Русский", "", "…", "\u{0}"] {
        assert!(gazetteer.name_at(text, 0).is_none(), "{text}");
    }
}

#[test]
fn a_damaged_file_is_refused_with_a_reason() {
    let refused = |bytes: &[u8]| Gazetteer::open(Vec::leak(bytes.to_vec())).err().map(|e| e.to_string());
    assert!(refused(b"hello, world").is_some_and(|m| m.contains("DLGZ")));
    assert!(refused(&FILE[..1000]).is_some_and(|m| m.contains("cut short")));
    let mut old = FILE[..1000].to_vec();
    old[4] = 9;
    assert!(refused(&old).is_some_and(|m| m.contains("format 9")));
    assert!(verify(FILE).is_ok());
    assert!(!Gazetteer::embedded().is_damaged());
    let mut bent = FILE.to_vec();
    bent[5_000_000] ^= 1;
    assert!(verify(&bent).is_err_and(|e| e.to_string().contains("checksum")));
}

/// A small file in which a byte is flipped is refused, or answers: it never panics, and a walk that goes astray is noted.
#[test]
fn a_flipped_byte_anywhere_never_panics() {
    let mut builder = Builder::default();
    let row = |name: &str, point, parent, feature: &str| Row {
        id: 7,
        name: name.into(),
        point,
        population: 1000,
        parent,
        country: Some(0),
        feature: feature.into(),
        source: Source::GeonamesDump,
        code: "RU.RUR".into(),
        capital: None,
    };
    let country = builder.country(row("Ruritania", (50.0, 15.0), None, "A.PCLI"));
    builder.name(country, "Ruritania", NameKind::Name);
    for i in 0..40 {
        let name = format!("{}sau am Strel {}", ["Ho", "Zen", "Win", "Al"][i % 4], ["Nord", "Ost", "West"][i % 3]);
        let city = builder.place(row(&name, (50.0 + i as f64 / 9.0, 15.0), Some(country), "P.PPL"));
        builder.name(city, &name, NameKind::Name);
        builder.name(city, &name[..name.find(' ').expect("is there")], NameKind::Alternate);
    }
    let whole = builder.finish("a test").expect("builds");
    let text = "Ruritania said that Hosau am Strel Nord, Zensau and Winsau am Strel lie near Alsau am Strel Ost.";
    let (mut damaged, mut opened) = (0, 0);
    for at in 0..whole.len() {
        for flip in [1, 0x80, 0xff] {
            let mut bent = whole.clone();
            bent[at] ^= flip;
            assert!(verify(&bent).is_err(), "byte {at} is covered");
            let Ok(gazetteer) = Gazetteer::open(Vec::leak(bent)) else { continue };
            opened += 1;
            for (word, _) in text.match_indices(|c: char| c.is_ascii_uppercase()) {
                let end = text[word..].find([' ', ',', '.']).map_or(text.len(), |n| word + n);
                let mut found = Vec::new();
                gazetteer.names_of_word(text, (word, end), |one| found.push(one));
                for one in found {
                    gazetteer.candidates(one).take(9).for_each(|c| {
                        let place = c.place;
                        let _ = (place.name(), place.feature(), place.lies_in(), place.iso2(), place.code());
                    });
                }
            }
            let _ = (gazetteer.find("Zensau").count(), gazetteer.nearest(50.0, 15.0), gazetteer.by_id(7));
            damaged += usize::from(gazetteer.is_damaged());
        }
    }
    assert!(damaged > 9 && opened > damaged, "{damaged} walks of {opened} files went astray");
}

#[test]
fn a_file_of_one_s_own_round_trips() {
    let mut builder = Builder::default();
    let row = |id, name: &str, point, country, feature: &str, code: &str| Row {
        id,
        name: name.into(),
        point,
        population: 1000,
        parent: country,
        country,
        feature: feature.into(),
        source: Source::User,
        code: code.into(),
        capital: None,
    };
    let country = builder.country(row(1, "Ruritania", (50.0, 15.0), Some(0), "A.PCLI", "RU.RUR"));
    builder.rows_mut()[0].parent = None;
    let city = builder.place(row(2, "Strelsau", (50.5, 15.5), Some(country), "P.PPLC", ""));
    builder.name(country, "Ruritania", NameKind::Name);
    builder.name(country, "Ruritanian", NameKind::Demonym);
    builder.name(city, "Strelsau", NameKind::Name);
    assert!(!builder.name(city, "Стрельсау", NameKind::Alternate));
    let gazetteer = Gazetteer::open(Vec::leak(builder.finish("a test").expect("builds"))).expect("opens");
    let strelsau = gazetteer.find("STRELSAU").next().expect("is listed").place;
    assert_eq!((strelsau.lat(), strelsau.lon(), strelsau.source()), (50.5, 15.5, Source::User));
    assert_eq!(strelsau.country().map(Place::name), Some("Ruritania"));
    assert_eq!(gazetteer.find("Ruritanian").next().map(|c| c.kind), Some(NameKind::Demonym));
    assert_eq!(gazetteer.provenance(), "a test");
}

#[test]
fn places_of_one_s_own_lie_over_the_rest_and_replace_equal_ids() {
    let laid = |id, name: &str, aliases: &[&str]| Laid {
        id,
        name: name.into(),
        aliases: aliases.iter().map(|&a| a.into()).collect(),
        point: (1.5, 2.5),
        country: "fr".into(),
        ..Laid::default()
    };
    let gazetteer = Gazetteer::embedded();
    let before = gazetteer.len();
    let laid = [laid(0, "Paris Forward Base", &["PFB"]), laid(2_988_507, "Lutetia", &["Paris"])];
    let gazetteer = gazetteer.lay_over(&laid).expect("an index can be built");
    assert_eq!(gazetteer.len(), before + 2);
    let found = gazetteer.name_at("Paris Forward Base fell", 0).expect("is laid over");
    assert_eq!(found.end, "Paris Forward Base".len());
    let own = gazetteer.candidates(found).next().expect("has a place").place;
    assert_eq!((own.name(), own.iso3(), own.source(), own.id()), ("Paris Forward Base", "FRA", Source::User, None));
    let paris: Vec<_> = gazetteer.find("Paris").map(|c| c.place).collect();
    assert_eq!(paris[0].name(), "Lutetia");
    assert_eq!(paris.iter().filter(|p| p.id() == Some(2_988_507)).count(), 1, "the place of that id is replaced");
    assert!(paris.iter().any(|p| p.admin1().is_some_and(|a| a.name() == "Texas")), "its namesakes are kept");
    assert_eq!(gazetteer.by_id(2_988_507).map(super::place::Place::lat), Some(1.5));
    assert_eq!(gazetteer.nearest(1.5, 2.5).map(|(p, km)| (p.source(), km)), Some((Source::User, 0.0)));
    assert_eq!(gazetteer.find("PFB").next().map(|c| c.kind), Some(NameKind::Capitals));
}

#[test]
fn a_stream_writes_what_the_builder_writes() {
    let row = |id, name: &str, country, feature: &str, code: &str| Row {
        id,
        name: name.into(),
        point: (50.0, -15.25),
        population: id * 1000,
        parent: country,
        country,
        feature: feature.into(),
        source: Source::User,
        code: code.into(),
        capital: None,
    };
    let rows = [row(1, "Ruritania", None, "A.PCLI", "RU.RUR"), row(2, "Strelsau", Some(0), "P.PPLC", "")];
    let mut builder = Builder::default();
    builder.country(rows[0].clone());
    builder.place(rows[1].clone());
    builder.rows_mut()[0].capital = Some(1);
    let names =
        [("ruritania", 0, NameKind::Name), ("strelsau", 1, NameKind::Name), ("strelsau", 1, NameKind::Alternate)];
    for (name, row, kind) in names {
        builder.name(row, name, kind);
    }
    let whole = builder.finish("a test").expect("builds");

    let folder = std::env::temp_dir().join(format!("dateline-stream-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("can be made");
    let mut columns = stream::Columns::create(&folder).expect("can be written");
    columns.country(&rows[0]).expect("is written");
    columns.place(&rows[1]).expect("is written");
    let counts = columns.finish(&[(0, 1)]).expect("is written");
    let mut index = stream::Index::create(&folder).expect("can be written");
    for (name, row, kind) in names {
        index.push(name.as_bytes(), row, kind).expect("is in order");
    }
    index.finish().expect("is written");
    let file = folder.join("out");
    stream::assemble(&folder, counts, "a test", &file, &mut |_| {}).expect("is written");
    let streamed = std::fs::read(&file).expect("is there");
    std::fs::remove_dir_all(&folder).expect("can be removed");
    assert!(verify(&streamed).is_ok());
    let (a, b) = (Gazetteer::open(Vec::leak(whole)), Gazetteer::open(Vec::leak(streamed)));
    let (a, b) = (a.expect("opens"), b.expect("opens"));
    for (a, b) in a.places().zip(b.places()) {
        let all = |p: Place<'_>| {
            let of = (p.id(), p.name().to_owned(), p.lat(), p.lon(), p.population(), p.feature().to_owned());
            (of, p.source(), p.code().to_owned(), p.country().map(Place::row), p.capital().map(Place::row))
        };
        assert_eq!(all(a), all(b));
    }
    assert_eq!((a.len(), a.find("Strelsau").count()), (b.len(), b.find("Strelsau").count()));
}
