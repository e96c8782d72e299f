//! Groups with accounts of their own at a site, as a controller imports and sees them.

use super::credits::post;
use super::workplace::Workplace;

/// Two sites, of which the shop has accounts of its own for stock, sales and their cost.
fn company() -> Workplace {
    let place = Workplace::new();
    let files = [
        (
            "accounts.csv",
            "account,name,type\n1301,Stock in the shop,asset\n4001,Sales in the shop,income\n5001,Cost there,expense\n",
        ),
        ("sites.csv", "site,name\nSHOP,Corner\n"),
        (
            "locations.csv",
            "location,site,zone,purpose,sequence\nS-1,SHOP,S,storage,900\n",
        ),
        (
            "group_accounts.csv",
            "group,site,sales,inventory,cost_of_sales\n1,SHOP,4001,1301,5001\n",
        ),
    ];
    let paths: Vec<String> = files.map(|(name, text)| place.file(name, text)).into();
    let mut asked = vec!["import"];
    asked.extend(paths.iter().map(String::as_str));
    place.run(&asked).well();
    let said = place.run(&asked).well();
    assert!(said.err.contains("0 records imported"), "{}", said.err);
    post(
        &place,
        &[
            r#""id":"i","op":"item","item":"A","method":"average""#,
            r#""id":"r1","op":"receive","item":"A","qty":"10","cost":"10""#,
            r#""id":"r2","op":"receive","item":"A","qty":"10","cost":"12","to":"S-1""#,
            r#""id":"s1","op":"ship","item":"A","qty":"1","price":"20""#,
            r#""id":"s2","op":"ship","item":"A","qty":"2","price":"20","site":"SHOP""#,
        ],
    );
    place
}

/// The rows of a report, each with some of its columns.
fn told(place: &Workplace, report: &[&str], columns: &[&str]) -> Vec<String> {
    let rows = place.rows(&[&["report"], report].concat());
    let told = |row: &serde_json::Value| {
        let cells = columns
            .iter()
            .map(|column| row[*column].to_string().replace('"', ""));
        cells.collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(told).collect()
}

#[test]
fn reports_compare_stock_and_ledger_account_by_account() {
    let place = company();
    let columns = ["kind", "group", "account", "value", "ledger", "difference"];
    assert_eq!(
        told(&place, &["valuation", "--by", "group"], &columns),
        [
            "total 1 null 186.00 186.00 0.00",
            "account null 1300 90.00 90.00 0.00",
            "account null 1301 96.00 96.00 0.00",
            "sum null null 186.00 186.00 0.00"
        ]
    );
    assert_eq!(
        told(
            &place,
            &["valuation", "--by", "group", "--site", "SHOP"],
            &columns
        ),
        ["total 1 1301 96.00 96.00 0.00", "sum null null 96.00 96.00 0.00"]
    );
    let sold = ["kind", "key", "sales", "cost_of_sales"];
    assert_eq!(
        told(&place, &["cost-of-sales", "--by", "site"], &sold),
        [
            "row MAIN 20.00 10.00",
            "row SHOP 40.00 24.00",
            "sum null 60.00 34.00"
        ]
    );
    place.run(&["audit"]).well();
}

#[test]
fn an_account_that_holds_stock_of_the_site_is_refused_with_the_reason() {
    let place = company();
    let file = place.file("group_accounts.csv", "group,site,inventory\n1,SHOP,1310\n");
    let said = place.run(&["import", &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err
            .contains("an inventory account that nothing else posts to"),
        "{}",
        said.err
    );
    let file = place.file("group_accounts.csv", "group,site,inventory\n1,SHOP,\n");
    let said = place.run(&["import", &file]);
    assert_eq!(said.code, 3, "{}", said.err);
    let why = "Group 1 had stock at SHOP and keeps its inventory account 1301 there, found 1300.";
    assert!(said.err.contains(why), "{}", said.err);
}
