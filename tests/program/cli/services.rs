//! Services whose cost is tracked, as a controller imports, reports and closes them.

use super::workplace::Workplace;

const GROUPS: &str = "group,name,sales,inventory,cost_of_sales,count_variance,adjustment,purchase_variance,\
    service_cost,service_accrual\n\
    2,Services,4000,1300,5000,5200,5300,5100,tracked,1331\n3,Rebates,4000,1300,5000,5200,5300,5100,purchases,\n";

/// Three of ten hours are sold, two of checks that nobody has billed.
const STORY: &str = r#"{"id":"b1","op":"invoice","date":"2026-03-02","item":"HOUR","qty":"10","amount":"50.00"}
{"id":"s1","op":"ship","date":"2026-03-03","item":"HOUR","qty":"3","price":"9.00","document":"A-1"}
{"id":"s2","op":"ship","date":"2026-03-03","item":"CHECK","qty":"2","price":"9.00","document":"A-2"}
{"id":"s3","op":"ship","date":"2026-04-03","item":"CHECK","qty":"1","price":"9.00","document":"A-3"}
{"id":"s4","op":"ship","date":"2026-03-03","item":"HOUR","qty":"9","price":"9.00","document":"A-4"}"#;

fn company() -> Workplace {
    let place = Workplace::new();
    let files = [
        (
            "accounts.csv",
            "account,name,type\n1331,Services billed ahead,asset\n",
        ),
        ("groups.csv", GROUPS),
        (
            "items.csv",
            "item,name,group,method,service,standard_cost\nHOUR,Hour,2,average,true,\nCHECK,Check,2,average,true,4.00\n\
             LESS,Rebate,3,average,true,\n",
        ),
    ];
    let paths: Vec<String> = files.map(|(name, text)| place.file(name, text)).into();
    let mut asked = vec!["import"];
    asked.extend(paths.iter().map(String::as_str));
    place.run(&asked).well();
    let said = place.run(&asked).well();
    assert!(said.err.contains("0 records imported"), "{}", said.err);
    place.feed(&["post", "-"], STORY).well();
    place
}

/// The rows of a report, each with some of its columns.
fn told(place: &Workplace, asked: &[&str], columns: &[&str]) -> Vec<String> {
    let told = |row: &serde_json::Value| {
        let cells = columns
            .iter()
            .map(|column| row[*column].to_string().replace('"', ""));
        cells.collect::<Vec<_>>().join(" ")
    };
    place.rows(asked).iter().map(told).collect()
}

#[test]
fn what_is_billed_and_not_sold_and_sold_and_not_billed_is_told_service_by_service() {
    let place = company();
    let columns = [
        "kind",
        "group",
        "item",
        "site",
        "account",
        "billed",
        "value",
        "sold_ahead",
        "provisional",
        "balance",
    ];
    let all = [
        "row 2 CHECK MAIN 1331 0 0.00 3 12.00 -12.00",
        "row 2 HOUR MAIN 1331 0 0.00 2 10.00 -10.00",
        "total 2 null null null null 0.00 null 22.00 -22.00",
        "sum null null null null null 0.00 null 22.00 -22.00",
    ];
    assert_eq!(told(&place, &["report", "service-accrual"], &columns), all);
    let balance = told(&place, &["trial-balance"], &["account", "balance"]);
    assert!(balance.contains(&"1331 -22.00".to_owned()), "{balance:?}");
    let one = ["report", "service-accrual", "--item", "HOUR"];
    assert_eq!(told(&place, &one, &columns).len(), 3);
    let sheet = place.path("accrual.xlsx");
    let sheet = sheet.to_str().expect("a path");
    place.run(&["report", "service-accrual", "--xlsx", sheet]).well();
    let wrong = place.run(&["report", "service-accrual", "--lot", "X"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn reports_of_sales_have_the_cost_of_services() {
    let place = company();
    let sold = told(
        &place,
        &["report", "cost-of-sales", "--by", "item"],
        &["key", "sales", "cost_of_sales"],
    );
    assert_eq!(
        sold,
        ["CHECK 27.00 12.00", "HOUR 108.00 60.00", "null 135.00 72.00"]
    );
    let bill = r#"{"id":"b2","op":"invoice","date":"2026-03-09","item":"HOUR","qty":"2","amount":"13.00"}"#;
    place.feed(&["post", "-"], bill).well();
    let margin = told(
        &place,
        &["report", "margin"],
        &["document", "sales", "cost", "late_cost", "margin"],
    );
    assert_eq!(
        margin,
        [
            "A-1 27.00 15.00 0.00 12.00",
            "A-2 18.00 8.00 0.00 10.00",
            "A-3 9.00 4.00 0.00 5.00",
            "A-4 81.00 48.00 3.00 33.00",
            "null 135.00 75.00 3.00 60.00",
        ]
    );
}

#[test]
fn closing_warns_of_services_that_were_sold_and_not_billed_by_then() {
    let place = company();
    place.run(&["gl", "seal"]).well();
    let rows = place.rows(&["gl", "close", "2026-03", "--check"]);
    let what = "no service that was sold waits for its bill";
    let row = rows.iter().find(|row| row["what"] == what).expect("a condition");
    let expected = "CHECK at MAIN: 2 taken to cost 8.00, HOUR at MAIN: 2 taken to cost 10.00";
    assert_eq!(row["detail"], expected, "the check of April is not March's");
    assert_eq!((&row["ok"], &row["blocks"]), (&false.into(), &false.into()));
    place.run(&["gl", "close", "2026-03"]).well();
}

#[test]
fn why_tells_the_share_of_the_accrual() {
    let place = company();
    let text = place.run(&["why", "movement", "2"]).well().out;
    let share = "pool held 10 worth 50.00 and gives 3 worth 15.00";
    assert!(text.contains(share), "{text}");
    let ahead = place.run(&["why", "movement", "5"]).well().out;
    for share in [
        "pool held 7 worth 35.00 and gives 7 worth 35.00",
        "pool held 0 worth 0.00 and gives 2 worth 10.00",
    ] {
        assert!(ahead.contains(share), "{ahead}");
    }
}
