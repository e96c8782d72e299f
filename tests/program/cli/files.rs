//! Files as people have them: other separators, encodings and headings are read and said; what a spreadsheet spoiled is
//! refused by its name.

use super::workplace::{Said, Workplace};

fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}

/// Writes a file of these bytes and imports it.
fn import(place: &Workplace, name: &str, bytes: &[u8]) -> Said {
    let path = place.path(name);
    std::fs::write(&path, bytes).expect("a file");
    place.run(&["import", &path.display().to_string()])
}

/// The name of an item, as the stock of it shows it in the terminal's own words.
fn names(place: &Workplace) -> Vec<String> {
    let receive = r#"{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2"}"#;
    place.feed(&["post", "-"], receive).well();
    let rows = place.rows(&["stock"]);
    rows.iter().map(|row| row["item"].to_string()).collect()
}

#[test]
fn the_same_rows_are_read_from_every_office_program() {
    let comma = "item,name,group,price\nA,Möhren,1,1.50\n";
    let semicolon = "Item ; NAME;Group;price\r\nA;Möhren;1;1,50\r\n";
    let tabs = "item\tname\tgroup\tprice\nA\tMöhren\t1\t1,50\n";
    let western: Vec<u8> = semicolon
        .chars()
        .map(|c| u8::try_from(c).expect("Latin-1"))
        .collect();
    for (bytes, said) in [
        (comma.as_bytes().to_vec(), vec![]),
        (format!("\u{feff}{comma}").into_bytes(), vec![]),
        (
            semicolon.as_bytes().to_vec(),
            vec!["separated by ;", "decimals with a comma"],
        ),
        (format!("sep=;\n{semicolon}").into_bytes(), vec!["separated by ;"]),
        (tabs.as_bytes().to_vec(), vec!["separated by tabs"]),
        (
            wide(tabs, u16::to_le_bytes),
            vec!["UTF-16LE", "separated by tabs"],
        ),
        (wide(comma, u16::to_be_bytes), vec!["UTF-16BE"]),
        (
            western,
            vec!["Windows-1252", "Möhren in line 2", "separated by ;"],
        ),
        (
            b"item,name,group,price,,\nA,M\xc3\xb6hren,1,1.50,,\n,,,,,\n\n".to_vec(),
            vec![],
        ),
    ] {
        let place = Workplace::new();
        let done = import(&place, "items.csv", &bytes).well();
        assert!(done.err.contains("1 records imported"), "{}", done.err);
        for part in &said {
            assert!(done.err.contains(part), "{part} is not in {}", done.err);
        }
        assert_eq!(
            done.err.lines().count(),
            1 + usize::from(!said.is_empty()),
            "{}",
            done.err
        );
        let again = import(&place, "items.csv", comma.as_bytes()).well();
        assert!(
            again.err.starts_with("0 records imported"),
            "{}: the same row",
            again.err
        );
        assert_eq!(names(&place), ["\"A\""]);
    }
}

#[test]
fn what_a_spreadsheet_spoiled_is_named_with_its_line() {
    let place = Workplace::new();
    import(&place, "items.csv", b"item\nA\n0815\n").well();
    let file = "barcode,item\n\
        9.52123E+12,A\n\
        '9521234010937,A\n\
        =\"9521234010937\",A\n\
        75678164125,A\n\
        9521234010937.0,A\n\
        #N/A,A\n\
        9521234010937,815\n\
        \u{202e}9521234010012,A\n\
        95212340\u{200b}10012,A\n";
    let said = import(&place, "barcodes.csv", file.as_bytes());
    assert_eq!(said.code, 3);
    for line in [
        "line 2, column barcode: expected a code, found \"9.52123E+12\": a spreadsheet took it for a number and its \
         digits are lost",
        "line 3, column barcode: expected \"9521234010937\", found \"'9521234010937\", with the mark of a spreadsheet",
        "line 4, column barcode: expected \"9521234010937\", found the formula",
        "line 5, column barcode: expected \"075678164125\", found \"75678164125\", which a spreadsheet leaves of it",
        "line 6, column barcode: expected a code, found \"9521234010937.0\": a spreadsheet took it for a decimal number",
        "line 7, column barcode: expected something, found \"#N/A\"",
        "line 8, column item: expected item that is known, found \"815\"; 0815 is known: a spreadsheet takes leading \
         zeros",
        "line 9, column barcode: expected text that can be seen, found U+202E in it",
        "line 10, column barcode: expected text that can be seen, found U+200B in it",
        "Nothing was imported.",
    ] {
        assert!(said.err.contains(line), "{line}\nis not in\n{}", said.err);
    }
    let said = import(&place, "items.csv", b"item\n815\n");
    assert!(
        said.code == 3
            && said
                .err
                .contains("expected \"0815\", which is known, found \"815\""),
        "{}",
        said.err
    );
}

#[test]
fn numbers_that_may_mean_two_things_are_refused() {
    let place = Workplace::new();
    for (file, why) in [
        (
            "item,price\nA,\"1,50\"\n",
            "line 2, column price: expected a decimal point, found \"1,50\" with a comma",
        ),
        (
            "item;price\nA;1,500\n",
            "line 2, column price: expected a number that means one thing",
        ),
        (
            "item;price\nA;1,50\nB;1.500\n",
            "line 3, column price: expected a decimal comma as in line 2",
        ),
        (
            "item;price\nA;1.500,00\n",
            "line 2, column price: expected a number without marks of thousands",
        ),
        (
            "item,price,\n\nA,1,x\n",
            "line 3: expected nothing in column 3, which has no heading, found \"x\"",
        ),
    ] {
        let said = import(&place, "items.csv", file.as_bytes());
        assert_eq!(said.code, 3, "{file}");
        assert!(said.err.contains(why), "{why}\nis not in\n{}", said.err);
        assert_eq!(
            said.err
                .lines()
                .filter(|line| line.contains("items.csv line"))
                .count(),
            1,
            "{}",
            said.err
        );
    }
}

#[test]
fn headings_of_another_program_are_mapped() {
    let place = Workplace::new();
    let map = place.file(
        "map.toml",
        "item = \"Artikel-Nr.\"\nname = \"Bezeichnung\"\nignore = [\"Lager\"]\n",
    );
    let map = format!("items={map}");
    let items = place.file("items.csv", "Artikel-Nr.;Bezeichnung;Lager\nA;Möhren;7\n");
    let said = place.run(&["import", &items]);
    assert!(
        said.code == 3 && said.err.contains("column item: expected this column"),
        "{}",
        said.err
    );
    place.run(&["import", &items, "--map", &map]).well();
    assert_eq!(names(&place), ["\"A\""]);
    place.file("items.csv", "Artikel-Nr.;Lager;Farbe\nA;7;rot\n");
    let said = place.run(&["import", &items, "--map", &map]);
    assert_eq!(said.code, 3);
    for line in [
        "line 1, column Farbe: expected one of item",
        "line 1, column name: expected the heading \"bezeichnung\" that was named for it, found none",
    ] {
        assert!(said.err.contains(line), "{line}\nis not in\n{}", said.err);
    }
    place.file("map.toml", "colour = \"Farbe\"\n");
    let said = place.run(&["import", &items, "--map", &map]);
    assert!(
        said.code == 3 && said.err.contains("expected a column of items"),
        "{}",
        said.err
    );
    assert_eq!(place.run(&["import", &items, "--map", "fruit=x"]).code, 2);
    let map = format!("sites={}", place.file("map.toml", "site = \"Lager\"\n"));
    let said = place.run(&["import", &items, "--map", &map]);
    let expected = "expected a file sites.csv for --map sites=…, found none";
    assert!(said.code == 2 && said.err.contains(expected), "{}", said.err);
}

#[test]
fn a_folder_is_read_whatever_the_case_of_its_names() {
    let place = Workplace::new();
    std::fs::create_dir(place.path("files")).expect("a folder");
    place.file("files/Items.CSV", "item\nA\n");
    place.file("files/barcodes.txt", "barcode\titem\n9521234010012\tA\n");
    place.file("files/letter.md", "Dear all\n");
    let folder = place.path("files").display().to_string();
    let said = place.run(&["import", &folder]).well();
    assert!(said.err.contains("2 records imported"), "{}", said.err);
}

#[test]
fn what_is_named_like_a_file_in_a_folder_and_is_none_is_called_what_it_is() {
    let place = Workplace::new();
    let folder = place.path("masters");
    std::fs::create_dir_all(folder.join("sites.csv")).expect("a folder");
    let pipe = folder.join("items.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let said = place.run(&["import", &folder.display().to_string()]);
    assert_eq!(said.code, 3, "{}", said.err);
    for expected in [
        "sites.csv can't be read: it is a folder\n",
        "items.csv can't be read: it is no file but a pipe or a device\n",
    ] {
        assert!(said.err.contains(expected), "{expected}{}", said.err);
    }
}

#[test]
fn a_barcode_that_means_something_else_is_named() {
    let place = Workplace::with_samples();
    let file = "barcode,item\nFD-1001,FD-1002\n";
    for (code, known) in [
        ("FD-1001", "the item FD-1001"),
        ("A-01-1", "a bin of MAIN"),
        ("EMP-103", "the badge of Björn Åkesson"),
        ("PO-26031", "a purchase order"),
        ("$BL.DONE", "a command"),
    ] {
        let said = import(
            &place,
            "barcodes.csv",
            file.replacen("FD-1001", code, 1).as_bytes(),
        );
        assert_eq!(said.code, 3);
        let why = format!("barcodes.csv line 2: CODE_TAKEN: {code} is {known}");
        assert!(said.err.contains(&why), "{why}\nis not in\n{}", said.err);
    }
    let bin = "location,site,purpose\n9521234010012,MAIN,storage\n";
    let said = import(&place, "locations.csv", bin.as_bytes());
    assert!(
        said.err
            .contains("locations.csv line 2: CODE_TAKEN: 9521234010012 is a barcode of FD-1001 already"),
        "{}",
        said.err
    );
}
