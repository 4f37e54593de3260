//! Gazetteers of one's own: built, looked up in, and used.

use crate::common::{dateline, file, folder, lines};

/// A dump of two places; its second line is no place.
const DUMP: &str = "2643743\tLondon\tLondon\tLondra\t51.50853\t-0.12574\tP\tPPLC\tGB\t\tENG\tGLA\t\t\t8961989\t\t25\tEurope/London\t2023-10-10\n\
a bad line\n\
99000001\tZorbleton\tZorbleton\t\t40.1\t-83.1\tP\tPPL\tUS\t\tOH\t049\t\t\t1200\t\t250\tAmerica/New_York\t2023-10-10\n\
99000002\tZorble Creek\tZorble Creek\t\t40.2\t-83.2\tH\tSTM\tUS\t\tOH\t049\t\t\t0\t\t250\tAmerica/New_York\t2023-10-10\n";
const NAMES: &str = "1\t99000001\ten\tOld Zorbleton\t\t\t\t\t\t\n2\t99000001\tfr\tVieux Zorbleton\t\t\t\t\t\t\n3\tx\n";

#[test]
fn a_dump_becomes_a_gazetteer_that_extract_uses() {
    let here = folder("gazetteer");
    file(&here, "allCountries.txt", DUMP.as_bytes());
    file(&here, "alternateNamesV2.txt", NAMES.as_bytes());
    let build = ["gazetteer", "build", ".", "--out", "my.gaz", "--classes", "P", "--languages", "en"];
    let run = dateline(&here, &build);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for said in ["allCountries.txt:2: skipped: it has 1 cells", "alternateNamesV2.txt:3: skipped: it has no geonameid"]
    {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert!(!here.join("my.gaz.parts").exists(), "the parts are left");
    let find = |query: &str| dateline(&here, &["gazetteer", "find", query, "--gazetteer", "my.gaz", "--json"]);
    let zorbleton = &lines(&find("Old Zorbleton").stdout)[0];
    assert_eq!((&zorbleton["admin1"], &zorbleton["source"]), (&"Ohio".into(), &"GeoNames dump".into()));
    assert_eq!(lines(&find("40.11,-83.1").stdout)[0]["geonameid"], 99_000_001);
    assert_eq!(lines(&find("99000001").stdout)[0]["name"], "Zorbleton");
    // What the embedded tables know of countries, seas and peoples is there too.
    assert_eq!(lines(&find("Londoners").stdout)[0]["geonameid"], 2_643_743);
    assert_eq!(lines(&find("Black Sea").stdout)[0]["feature"], "H.SEA");
    for left_out in ["Zorble Creek", "Vieux Zorbleton", "Bakersfield"] {
        assert_eq!(find(left_out).code, 1, "{left_out}");
    }

    file(&here, "own.csv", b"name,lat,lon,country\nCamp Marigold,36.4,38.3,SY\n");
    file(&here, "a.txt", b"Police in Zorbleton, Ohio, denied it. Refugees reached Camp Marigold.\n");
    let choice = ["extract", "a.txt", "--plugins", "location", "--gazetteer", "my.gaz", "--places", "own.csv"];
    let document = &lines(&dateline(&here, &choice).stdout)[0];
    let found = document["annotations"].as_array().expect("an array").iter();
    let found: Vec<(&str, &str)> =
        found.map(|a| (a["text"].as_str().unwrap(), a["country"].as_str().unwrap())).collect();
    assert_eq!(found, [("Zorbleton", "US"), ("Ohio", "US"), ("Camp Marigold", "SY")]);

    let mut bytes = std::fs::read(here.join("my.gaz")).expect("is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    file(&here, "bent.gaz", &bytes);
    file(&here, "short.gaz", &bytes[..middle]);
    // To open a file is cheap, so only a check reads all of it.
    let check = |gazetteer: &str| dateline(&here, &["gazetteer", "check", gazetteer]);
    assert!(check("my.gaz").code == 0 && check("my.gaz").stdout.starts_with("my.gaz: as it was written, "));
    for (gazetteer, said) in [
        ("bent.gaz", "checksum"),
        ("short.gaz", "cut short"),
        ("a.txt", "does not begin with"),
        ("none.gaz", "No such"),
    ] {
        let checked = check(gazetteer);
        assert!(checked.code == 1 && checked.stderr.contains(gazetteer), "{}", checked.stderr);
        assert!(checked.stderr.contains(said), "{}", checked.stderr);
        let run = dateline(&here, &["extract", "a.txt", "--plugins", "location", "--gazetteer", gazetteer]);
        let refused = run.code != 0 && run.stderr.contains(gazetteer) && run.stderr.contains(said);
        assert!(refused || gazetteer == "bent.gaz" && run.code < 2, "{}", run.stderr);
    }
    // Names that lead nowhere are told.
    bytes[1_000..middle].fill(0xee);
    file(&here, "burnt.gaz", &bytes);
    for arguments in [
        &["extract", "a.txt", "--plugins", "location", "--gazetteer", "burnt.gaz"][..],
        &["gazetteer", "find", "Zorbleton", "--gazetteer", "burnt.gaz"],
    ] {
        let run = dateline(&here, arguments);
        assert!(run.stderr.contains("gazetteer check") && !run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[test]
fn the_table_of_find_is_for_people_and_what_is_not_there_is_said() {
    let here = folder("find");
    let run = dateline(&here, &["gazetteer", "find", "Springfield", "--limit", "2"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 3), "{}", run.stdout);
    assert!(run.stdout.starts_with("NAME") && run.stdout.contains("United States"), "{}", run.stdout);
    assert!(run.stderr.contains("--limit shows them"), "{}", run.stderr);
    let run = dateline(&here, &["gazetteer", "find", "Zorbleton"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("no place \"Zorbleton\""), "{}", run.stderr);
}

#[test]
fn alternatives_are_given_on_request_and_are_not_the_place_itself() {
    let here = folder("alternatives");
    file(&here, "a.txt", b"He was born in Paris, Texas. Soldiers left Ouagadougou.\n");
    let found = |arguments: &[&str]| {
        let run = dateline(&here, &[&["extract", "a.txt", "--plugins", "location"], arguments].concat());
        lines(&run.stdout)[0]["annotations"].as_array().expect("an array").clone()
    };
    for place in found(&[]) {
        assert_eq!(place["alternatives"], serde_json::json!([]), "{place}");
    }
    for arguments in [&["--alternatives", "2"][..], &["-o", "location.alternatives=2"]] {
        let places = found(arguments);
        let others = places[0]["alternatives"].as_array().expect("an array");
        assert_eq!((others.len(), &others[0]["country"]), (2, &"FR".into()), "{others:?}");
        let score = |one: &serde_json::Value| one["score"].as_f64().expect("a number");
        assert!(score(&others[0]) >= score(&others[1]) && score(&others[0]) < 0.5, "{others:?}");
        assert!(others.iter().all(|one| one["geonameid"] != places[0]["geonameid"] && one["lat"].is_f64()));
        assert_eq!(places.last().expect("is there")["alternatives"], serde_json::json!([]));
    }
}
