//! Categories of items: imported, shown, and told apart in reports with totals.

use super::credits::post;
use super::workplace::Workplace;
use serde_json::Value;

/// A and B are fruit, C is a tin, D is of no category. Each came for 100.00; of A, C and D some was sold, of C some was
/// written off, and the bill of B is 10.00 too high.
fn company() -> Workplace {
    let place = Workplace::new();
    let files = [
        ("categories.csv", "category,name\nFRUIT,Fresh fruit\nTIN,Tins\n"),
        (
            "items.csv",
            "item,name,method,category\nA,Apples,fifo,FRUIT\nB,Berries,average,FRUIT\nC,Carrots,fifo,TIN\nD,Dates,fifo,\n",
        ),
        ("vendors.csv", "vendor,name\nV1,Orchard\n"),
    ];
    let paths: Vec<String> = files.map(|(name, text)| place.file(name, text)).into();
    let mut asked = vec!["import"];
    asked.extend(paths.iter().map(String::as_str));
    place.run(&asked).well();
    let mut documents: Vec<String> = Vec::new();
    for item in ["A", "B", "C", "D"] {
        documents.push(format!(
            r#""id":"r-{item}","op":"receive","item":"{item}","qty":"10","cost":"10","vendor":"V1""#
        ));
    }
    for (item, qty) in [("A", "3"), ("C", "2"), ("D", "1")] {
        documents.push(format!(
            r#""id":"s-{item}","op":"ship","item":"{item}","qty":"{qty}","price":"15""#
        ));
    }
    documents.push(r#""id":"b","op":"invoice","of":"r-B","amount":"110""#.into());
    documents.push(r#""id":"w","op":"adjust","item":"C","qty":"-1","reason":"dented""#.into());
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    post(&place, &documents);
    place
}

/// The rows of a report, each with some of its columns.
fn told(place: &Workplace, report: &[&str], columns: &[&str]) -> Vec<String> {
    let rows = place.rows(&[&["report"], report].concat());
    let told = |row: &Value| {
        let cells = columns
            .iter()
            .map(|column| row[*column].to_string().replace('"', ""));
        cells.collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    rows.iter().map(told).collect()
}

#[test]
fn stock_is_told_apart_by_category_with_its_sum() {
    let place = company();
    let columns = ["category", "name", "kind", "value"];
    let stock = [
        "null row 90.00",
        "FRUIT Fresh fruit row 170.00",
        "TIN Tins row 70.00",
        "null Goods total 330.00",
        "null null sum 330.00",
    ];
    let by = |report: &[&str]| -> Vec<String> {
        let rows = told(&place, report, &columns);
        rows.into_iter()
            .map(|row| row.replace("null null row", "null row"))
            .collect()
    };
    assert_eq!(by(&["ageing", "--by", "category", "--at", "2026-03-31"]), stock);
    assert_eq!(by(&["valuation", "--by", "category"]), stock);
    let asked = [
        "turnover",
        "--by",
        "category",
        "--since",
        "2026-03-01",
        "--until",
        "2026-03-31",
    ];
    let turned = told(&place, &asked, &["key", "name", "closing", "cost_of_sales"]);
    assert_eq!(
        turned,
        [
            "null null 90.00 10.00",
            "FRUIT Fresh fruit 170.00 30.00",
            "TIN Tins 70.00 20.00",
            "null null 330.00 60.00"
        ]
    );
    let asked = [
        "dead-stock",
        "--by",
        "category",
        "--days",
        "20",
        "--at",
        "2026-03-31",
    ];
    assert_eq!(
        told(&place, &asked, &["kind", "category", "item", "value"]),
        [
            "row  D 90.00",
            "row FRUIT B 100.00",
            "row FRUIT A 70.00",
            "row TIN C 70.00",
            "total  null 90.00",
            "total FRUIT null 170.00",
            "total TIN null 70.00",
            "sum null null 330.00"
        ]
    );
}

#[test]
fn sales_and_differences_are_told_apart_by_category_with_their_sum() {
    let place = company();
    let columns = ["rank", "category", "item", "cost_of_sales", "class"];
    let asked = [
        "abc",
        "--by",
        "category",
        "--since",
        "2026-03-01",
        "--until",
        "2026-03-31",
    ];
    assert_eq!(
        told(&place, &asked, &columns),
        ["1 FRUIT null 30.00 A", "2 TIN null 20.00 A", "3  null 10.00 B"]
    );
    assert_eq!(
        told(
            &place,
            &["price-variance", "--by", "category"],
            &["kind", "category", "item", "variance"]
        ),
        [
            "row FRUIT B 10.00",
            "total  null 0.00",
            "total FRUIT null 10.00",
            "total TIN null 0.00",
            "sum null null 10.00"
        ]
    );
    assert_eq!(
        told(
            &place,
            &["adjustments", "--by", "category"],
            &["kind", "category", "reason", "value"]
        ),
        ["row TIN dented -10.00", "sum null null -10.00"]
    );
    let columns = ["kind", "category", "sales", "cost", "margin"];
    let sold = [
        "row  15.00 10.00 5.00",
        "row FRUIT 45.00 30.00 15.00",
        "row TIN 30.00 20.00 10.00",
        "sum null 90.00 60.00 30.00",
    ];
    assert_eq!(told(&place, &["margin", "--by", "category"], &columns), sold);
    let columns = ["kind", "key", "sales", "cost_of_sales", "margin"];
    let posted = sold.map(|row| row.replacen("row  ", "row null ", 1));
    assert_eq!(
        told(&place, &["cost-of-sales", "--by", "category"], &columns),
        posted
    );
}

#[test]
fn a_category_is_named_by_its_items_and_changes_with_them() {
    let place = company();
    let file = place.file("items.csv", "item,category\nD,NUTS\n");
    let said = place.run(&["import", &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("NUTS"), "{}", said.err);
    let file = place.file("items.csv", "item,category\nD,TIN\n");
    place.run(&["import", &file]).well();
    let columns = ["category", "value"];
    assert_eq!(
        told(&place, &["valuation", "--by", "category"], &columns),
        ["FRUIT 170.00", "TIN 160.00", "null 330.00", "null 330.00"],
        "today's category counts for all that was"
    );
    let book = place.path("book.xlsx").display().to_string();
    place
        .run(&["report", "margin", "--by", "category", "--xlsx", &book])
        .well();
    assert!(std::fs::metadata(&book).is_ok_and(|it| 1000 < it.len()));
    place.run(&["audit"]).well();
}
