use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;

fn basis() -> Basis {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap().into()
}

/// Returns what a link says, as `ai=normal` parts with `?` before whatever was ignored, or the first thing that is
/// wrong.
fn told(uri: &str) -> String {
    match read(uri.as_bytes(), 0, Links::AsWritten, basis()) {
        Ok(link) => {
            let parts = link.label.elements().iter();
            let ignored = link.ignored.iter();
            parts
                .map(|e| format!("{}={}", e.ai, e.normal()))
                .chain(ignored.map(|finding| format!("?{}", &uri[finding.at..])))
                .collect::<Vec<_>>()
                .join(" ")
        }
        Err(finding) => format!("{} @{}", finding, finding.at),
    }
}

fn hold(cases: &[(&str, &str)]) {
    for (uri, expected) in cases {
        assert_eq!(told(uri), *expected, "{uri}");
        assert!(is_link(uri.as_bytes(), Links::AsWritten, basis()), "{uri}");
    }
}

#[test]
fn the_path_names_a_thing() {
    hold(&[
        ("https://id.gs1.org/01/09521234543213", "01=09521234543213"),
        ("HTTP://SHOP.EXAMPLE/01/09521234543213", "01=09521234543213"),
        ("Https://shop.example/01/09521234543213", "01=09521234543213"),
        (
            "https://[2001:db8::1]:8443/01/09521234543213",
            "01=09521234543213",
        ),
        ("https://a.b/shelf/7/01/09521234543213#top", "01=09521234543213"),
        (
            "https://a.b/00/x/01/09521234543213/22/2A/10/ABC/21/S1",
            "01=09521234543213 22=2A 10=ABC 21=S1",
        ),
        ("https://a.b/01/09521234543213/21/S1", "01=09521234543213 21=S1"),
        (
            "https://a.b/01/09521234543213/235/TPX1",
            "01=09521234543213 235=TPX1",
        ),
        (
            "https://a.b/414/9521234500001/254/A-1",
            "414=9521234500001 254=A-1",
        ),
        (
            "https://a.b/8004/9521234ASSET7/7040/1AB2",
            "8004=9521234ASSET7 7040=1AB2",
        ),
        ("https://a.b/01/614141000036", "01=00614141000036"),
        ("https://a.b/01/5212345432131", "01=05212345432131"),
        ("https://a.b/01/96385074/10/10", "01=00000096385074 10=10"),
    ]);
}

#[test]
fn the_query_describes_it() {
    hold(&[
        (
            "https://a.b/01/09521234543213?17=261231",
            "01=09521234543213 17=2026-12-31",
        ),
        (
            "https://a.b/00/095212345000000018?&02=9521234543213&&37=24",
            "(02) 9521234543213: at least 14 characters, found 13 @38",
        ),
        (
            "https://a.b/00/095212345000000018?01=9521234543213",
            "00=095212345000000018 01=09521234543213",
        ),
        (
            "https://a.b/01/09521234543213?linkType=gs1:pip&17=261231&17&=1#3103=000001",
            "01=09521234543213 17=2026-12-31 ?linkType=gs1:pip&17=261231&17&=1#3103=000001 \
             ?17&=1#3103=000001 ?=1#3103=000001",
        ),
        (
            "https://a.b/01/09521234543213/235/T?10=A",
            "01=09521234543213 235=T 10=A",
        ),
    ]);
}

#[test]
fn percent_signs_are_decoded_once() {
    hold(&[
        (
            "https://a.b/01/09521234543213/10/A+B%2fC",
            "01=09521234543213 10=A+B/C",
        ),
        (
            "https://a.b/01/%30952123454321%33/10/%2541",
            "01=09521234543213 10=%41",
        ),
        (
            "https://a.b/01/09521234543213?91=A%2BB%26C",
            "01=09521234543213 91=A+B&C",
        ),
        (
            "https://a.b/01/09521234543213?91=AB+C",
            "(91) AB+C: a space is not allowed @35",
        ),
        (
            "https://a.b/01/09521234543213/10/A%2FB%00",
            "(10) A%2FB%00: \\x00 is not allowed @38",
        ),
        (
            "https://a.b/01/09521234543213/10/A%E9",
            "(10) A%E9: \\xe9 is not allowed @34",
        ),
        ("https://a.b/01/09521234543213/10/A%", "01=09521234543213 10=A%"),
    ]);
}

#[test]
fn a_faulty_link_says_where() {
    hold(&[
        (
            "https://a.b/01/09521234543219",
            "(01) 09521234543219: check digit 9, right would be 3 @28",
        ),
        (
            "https://a.b/01/9521234543219",
            "(01) 9521234543219: check digit 9, right would be 3 @27",
        ),
        (
            "https://a.b/01/09521234543213/10/ABC/22/2A",
            "(22) 2A: does not belong here: behind (01) may follow (22) then (10) then (21), or (235) @37",
        ),
        (
            "https://a.b/01/09521234543213/10/A/235/T",
            "(235) T: does not belong here: behind (01) may follow (22) then (10) then (21), or (235) @35",
        ),
        (
            "https://a.b/00/095212345000000018/10/A",
            "(10) A: does not belong here: behind (00) may follow nothing @34",
        ),
        (
            "https://a.b/01/09521234543213/10/",
            "(10) : at least 1 characters, found 0 @33",
        ),
        (
            "https:///01/09521234543213",
            "a web address needs a domain here @8",
        ),
        (
            "https://a_b/01/09521234543213",
            "a web address needs a domain here @9",
        ),
        ("https://a.b/01/09521234543213\r", "\\x0d is not allowed @29"),
        (
            "https://a.b/01/09521234543213?1234=5",
            "unknown application identifier 1234 @30",
        ),
        (
            "https://a.b/01/09521234543213?17=",
            "(17) : at least 6 characters, found 0 @33",
        ),
        (
            "https://a.b/01/09521234543213?17=261301",
            "(17) 261301: month 13 @35",
        ),
        (
            "https://a.b/01/09521234543213?17=261231;10=A",
            "(17) 261231;10=A: at most 6 characters, found 11 @39",
        ),
        (
            "https://a.b/01/09521234543213?17=261231&17=261231",
            "(17) 261231: stands twice in the link @40",
        ),
        (
            "https://a.b/01/09521234543213?8020=X",
            "(8020) X: may not stand in the query of a Digital Link @30",
        ),
        (
            "https://a.b/01/09521234543213?10=A",
            "(10) A: belongs in the path, behind (01) @30",
        ),
        (
            "https://a.b/01/09521234543213/10/A?37=2",
            "(01) 09521234543213: must not stand with (37) @12",
        ),
    ]);
}

#[test]
fn a_compressed_link_is_named_as_one() {
    hold(&[(
        "https://id.gs1.org/ARHKVAdpQg",
        "compressed Digital Links cannot be read: the key must stand in clear @18",
    )]);
}

#[test]
fn other_addresses_are_no_links() {
    let others = [
        ("https://example.com/about", "no primary key in the path"),
        ("https://example.com", "no primary key in the path"),
        ("https://id.gs1.org/", "no primary key in the path"),
        ("https://id.gs1.org/10/ABC", "no primary key in the path"),
        (
            "https://id.gs1.org/02/09521234543213?37=2",
            "no primary key in the path",
        ),
        ("https://a.b/01/09521234543213/", "no primary key in the path"),
        (
            "https://a.b/01/09521234543213/blog/7",
            "no primary key in the path",
        ),
        (
            "https://blog.example/01/2024",
            "(01) 2024: at least 14 characters",
        ),
        (
            "https://blog.example/401/login",
            "(401) login: must begin with a company prefix",
        ),
        ("ftp://id.gs1.org/01/09521234543213", "a web address begins with"),
        (
            " https://id.gs1.org/01/09521234543213",
            "a web address begins with",
        ),
        ("", "a web address begins with"),
    ];
    for (uri, expected) in others {
        assert!(told(uri).starts_with(expected), "{uri}: {}", told(uri));
        assert!(!is_link(uri.as_bytes(), Links::AsWritten, basis()), "{uri}");
    }
}

#[test]
fn a_link_within_a_read_counts_from_the_start_of_the_read() {
    let link = read(
        b"https://a.b/01/09521234543213?17=261231&x",
        3,
        Links::AsWritten,
        basis(),
    )
    .unwrap();
    let places: Vec<_> = link.label.elements().iter().map(|element| element.at).collect();
    assert_eq!((places, link.ignored[0].at), (vec![15, 33], 43));
    let finding = read(
        b"https://a.b/01/09521234543213?11=261231&11=1",
        3,
        Links::AsWritten,
        basis(),
    )
    .unwrap_err();
    assert_eq!((finding.code(), finding.at), ("link-twice", 43));
}

#[test]
fn a_hostile_link_is_refused_before_it_costs_anything() {
    let key = "https://a.b/01/09521234543213";
    let many = |what: &str| what.repeat(100_000 / what.len());
    assert_eq!(
        told(&format!("{key}/10/{}", many("%25")))
            .rsplit_once(':')
            .unwrap()
            .1,
        " at most 20 characters, found 33333 @93"
    );
    assert!(told(&format!("{key}{}", many("/10/A"))).starts_with("no primary key"));
    assert!(told(&format!("{key}?{}", many("a&"))).starts_with("more than 64 elements"));
    assert!(
        told(&format!("{key}?{}", many("1"))).starts_with("01="),
        "one long parameter, ignored"
    );
    assert!(told(&format!("{key}?{}=1", many("1"))).starts_with("unknown application identifier 11111111"));
    assert!(told(&format!("https://{}", many("/"))).starts_with("a web address needs"));
    assert_eq!(
        read(b"https://a.b/01/\xff\xfe", 0, Links::AsWritten, basis())
            .unwrap_err()
            .at,
        15
    );
}

proptest! {
    #[test]
    fn whatever_is_read_is_a_link(path in "(/(00|01|10|21|401|414|8004|8013)/[0-9A-Z%]{0,16}){0,4}", query in r"(&?[0-9a-z]{1,4}=?[0-9A-Z%+]{0,8}){0,3}") {
        let uri = format!("https://a.b{path}?{query}");
        if let Err(finding) = read(uri.as_bytes(), 0, Links::AsWritten, basis()) {
            prop_assert!(finding.at <= uri.len());
        } else {
            prop_assert!(is_link(uri.as_bytes(), Links::AsWritten, basis()));
        }
    }
}
