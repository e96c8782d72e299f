//! What stock does over time, at two sites: how old it is, what nobody wants, how fast it turns over; worked out by hand.

use super::workplace::Workplace;
use serde_json::Value;

/// A comes for 100.00 and 120.00, twelve leave and three go to the shop; B is 10.00 for seven of two lots, of which two
/// leave. The bill for the second ten of A is ten too high.
const SPRING: &str = r#"{"id":"r1","op":"receive","date":"2026-01-05","item":"A","qty":"10","cost":"10.00","vendor":"V1"}
{"id":"r3","op":"receive","date":"2026-01-12","item":"B","lot":"L1","expiry":"2026-04-20","qty":"3","cost":"1.00"}
{"id":"r4","op":"receive","date":"2026-02-20","item":"B","lot":"L2","expiry":"2026-07-01","qty":"4","cost":"1.75"}
{"id":"r2","op":"receive","date":"2026-03-10","item":"A","qty":"10","cost":"12.00","vendor":"V1"}
{"id":"s1","op":"ship","date":"2026-03-20","item":"A","qty":"12","price":"20.00","document":"SO-1"}
{"id":"s2","op":"ship","date":"2026-03-21","item":"B","lot":"L1","qty":"2","price":"3.00","document":"SO-2"}
{"id":"t1","op":"transfer_out","date":"2026-04-01","item":"A","qty":"3","from_site":"MAIN","to_site":"SHOP"}
{"id":"t2","op":"transfer_in","date":"2026-04-03","of":"t1","qty":"3"}
{"id":"b2","op":"invoice","date":"2026-04-10","of":"r2","amount":"130.00"}
{"id":"a1","op":"adjust","date":"2026-04-11","item":"A","qty":"-1","reason":"broken"}
{"id":"u1","op":"reverse","date":"2026-04-12","of":"a1"}"#;

fn company() -> Workplace {
    let place = Workplace::new();
    let groups = place.file(
        "groups.csv",
        "group,name,sales,inventory,cost_of_sales,count_variance,adjustment,purchase_variance,method\n\
         2,Tins,4000,1300,5000,5200,5300,5100,average\n",
    );
    let sites = place.file("sites.csv", "site,name\nSHOP,Corner\n");
    let vendors = place.file("vendors.csv", "vendor,name\nV1,Orchard\n");
    let locations = place.file(
        "locations.csv",
        "location,site,zone,purpose,sequence\nS-1,SHOP,S,storage,900\n",
    );
    let items = place.file(
        "items.csv",
        "item,name,group,method,tracking\nA,Apples,1,fifo,none\nB,Beans,2,average,lot\n",
    );
    place
        .run(&["import", &groups, &sites, &vendors, &locations, &items])
        .well();
    place.feed(&["post", "-"], SPRING).well();
    place
}

/// The columns of each row, in words.
fn told(rows: &[Value], names: &[&str]) -> Vec<String> {
    let word = |row: &Value, name: &&str| row[name].to_string().replace('"', "");
    let told = |row: &Value| {
        let words: Vec<String> = names.iter().map(|name| word(row, name)).collect();
        words.join(" ")
    };
    rows.iter().map(told).collect()
}

fn report(place: &Workplace, asked: &str, names: &[&str]) -> Vec<String> {
    let words: Vec<&str> = ["report"].into_iter().chain(asked.split(' ')).collect();
    told(&place.rows(&words), names)
}

#[test]
fn goods_are_as_old_as_they_were_at_the_site_they_came_from() {
    let place = company();
    let names = [
        "kind",
        "site",
        "item",
        "lot",
        "value",
        "oldest",
        "days_to_30",
        "days_to_60",
        "days_to_90",
        "days_to_180",
    ];
    // A: 5 at 12.00 here and 3 in the shop, all of 10 March: 52 days. B: 7.14 over 1 and 4; 109 and 70 days.
    assert_eq!(
        report(&place, "ageing --at 2026-05-01", &names),
        [
            "row null A null 96.00 2026-03-10 0.00 96.00 0.00 0.00",
            "row null B null 7.14 2026-01-12 0.00 0.00 5.71 1.43",
            "total null null null 96.00 2026-03-10 0.00 96.00 0.00 0.00",
            "total null null null 7.14 2026-01-12 0.00 0.00 5.71 1.43",
            "sum null null null 103.14 2026-01-12 0.00 96.00 5.71 1.43",
        ]
    );
    let shop = report(&place, "ageing --at 2026-05-01 --site SHOP --by site", &names);
    assert_eq!(
        shop[0],
        "row SHOP null null 36.00 2026-03-10 0.00 36.00 0.00 0.00"
    );
    // Before the second ten came, and before anything left.
    let winter = report(&place, "ageing --at 2026-02-28", &names);
    assert_eq!(
        winter[0],
        "row null A null 100.00 2026-01-05 0.00 100.00 0.00 0.00"
    );
    assert_eq!(winter[1], "row null B null 10.00 2026-01-12 5.71 4.29 0.00 0.00");
}

/// C runs short twice, by one each.
const SHORT: &str = r#"{"id":"pn","op":"define","date":"2026-01-01","master":{"record":"policy","key":"negative_stock","value":"provisional"}}
{"id":"ic","op":"item","date":"2026-01-01","item":"C","method":"average","group":2}
{"id":"c1","op":"receive","date":"2026-03-01","item":"C","qty":"2","cost":"3.00"}
{"id":"c2","op":"ship","date":"2026-03-05","item":"C","qty":"3","price":"5.00"}
{"id":"c3","op":"ship","date":"2026-04-20","item":"C","qty":"1","price":"5.00"}"#;

#[test]
fn what_is_missing_ages_from_the_day_it_left_until_the_oldest_is_covered() {
    let place = company();
    place.feed(&["post", "-"], SHORT).well();
    let names = ["item", "value", "oldest", "days_to_30", "days_to_60"];
    let asked = "ageing --item C --at 2026-05-01";
    assert_eq!(report(&place, asked, &names)[0], "C -6.00 2026-03-05 -3.00 -3.00");
    let covered = r#"{"id":"c4","op":"receive","date":"2026-04-30","item":"C","qty":"1","cost":"3.00"}"#;
    place.feed(&["post", "-"], covered).well();
    assert_eq!(report(&place, asked, &names)[0], "C -3.00 2026-04-20 -3.00 0.00");
}

#[test]
fn what_came_first_left_first_though_it_was_entered_late() {
    let place = company();
    let late = r#"{"id":"id","op":"item","date":"2026-01-01","item":"D","method":"average","group":2}
{"id":"d1","op":"receive","date":"2026-03-10","item":"D","qty":"10","cost":"2.00"}
{"id":"d2","op":"ship","date":"2026-03-20","item":"D","qty":"6","price":"5.00"}
{"id":"d3","op":"receive","date":"2026-01-10","item":"D","qty":"4","cost":"2.00"}
{"id":"d4","op":"receive","date":"2026-03-25","item":"D","qty":"3","cost":"2.00","site":"SHOP"}
{"id":"d5","op":"ship","date":"2026-03-28","item":"D","qty":"3","price":"5.00","site":"SHOP"}
{"id":"d6","op":"transfer_out","date":"2026-04-01","item":"D","qty":"3","from_site":"MAIN","to_site":"SHOP"}
{"id":"d7","op":"transfer_in","date":"2026-04-03","of":"d6","qty":"3"}"#;
    place.feed(&["post", "-"], late).well();
    let names = ["site", "value", "oldest", "days_to_60", "days_to_180"];
    // Two of March left here after four of January; those that the shop sold came and left before the three did.
    assert_eq!(
        report(&place, "ageing --item D --by site --at 2026-05-01", &names)[..2],
        [
            "MAIN 10.00 2026-03-10 10.00 0.00",
            "SHOP 6.00 2026-03-10 6.00 0.00",
        ]
    );
}

#[test]
fn lots_are_worth_the_same_by_their_age_as_in_the_valuation() {
    let place = company();
    let more = r#"{"id":"r5","op":"receive","date":"2026-02-21","item":"B","lot":"L2","qty":"4","cost":"1.75"}
{"id":"r6","op":"receive","date":"2026-02-22","item":"B","lot":"L2","qty":"4","cost":"1.76"}
{"id":"r7","op":"receive","date":"2026-02-23","item":"B","lot":"L1","qty":"3","cost":"1.80"}
{"id":"r8","op":"receive","date":"2026-02-24","item":"B","lot":"L1","qty":"7","cost":"1.81"}"#;
    let names = ["item", "lot", "qty", "value"];
    for line in more.lines() {
        place.feed(&["post", "-"], line).well();
        assert_eq!(
            report(&place, "ageing --by lot --item B", &names)[..2],
            report(&place, "valuation --by lot --item B", &names)[..2]
        );
    }
}

#[test]
fn what_is_missing_does_not_turn_over() {
    let place = company();
    place.feed(&["post", "-"], SHORT).well();
    let names = [
        "key",
        "opening",
        "closing",
        "cost_of_sales",
        "turns",
        "days_on_hand",
    ];
    let asked = "turnover --since 2026-03-06 --until 2026-04-30 --by item --item C";
    assert_eq!(report(&place, asked, &names)[0], "C -3.00 -6.00 3.00 null null");
}

#[test]
fn what_expires_is_told_by_the_days_that_are_left() {
    let place = company();
    let names = [
        "item",
        "lot",
        "qty",
        "value",
        "oldest",
        "expired",
        "days_to_90",
        "without_expiry",
    ];
    assert_eq!(
        report(&place, "ageing --age expiry --at 2026-05-01 --by lot", &names)[..3],
        [
            "A null 8 96.00 null 0.00 0.00 96.00",
            "B L1 1 1.43 2026-04-20 1.43 0.00 0.00",
            "B L2 4 5.71 2026-07-01 0.00 5.71 0.00",
        ]
    );
}

#[test]
fn dead_stock_is_what_nothing_left_of_and_slow_what_lasts_too_long() {
    let place = company();
    let names = [
        "kind",
        "item",
        "site",
        "state",
        "value",
        "last_out",
        "idle_days",
        "out_qty",
        "days_on_hand",
    ];
    // A here: 15 left, 5 are there. In the shop it has lain for 28 days, and nothing left yet.
    assert_eq!(
        report(&place, "dead-stock --days 40 --at 2026-05-01", &names),
        [
            "row A MAIN slow 60.00 2026-04-01 30 15 121.67",
            "row B MAIN dead 7.14 2026-03-21 41 2 912.50",
            "total null null null 60.00 null null null null",
            "total null null null 7.14 null null null null",
            "sum null null null 67.14 null null null null",
        ]
    );
    assert_eq!(
        report(&place, "dead-stock --days 28 --at 2026-05-01 --site SHOP", &names)[0],
        "row A SHOP dead 36.00 null 28 0 null"
    );
    // A sale that was taken back wanted nothing.
    let last = r#"{"id":"s3","op":"ship","date":"2026-04-20","item":"B","lot":"L2","qty":"1","price":"3.00"}
{"id":"u3","op":"reverse","date":"2026-04-21","of":"s3"}"#;
    place.feed(&["post", "-"], last).well();
    assert_eq!(
        report(&place, "dead-stock --days 40 --at 2026-05-01 --item B", &names)[0],
        "row B MAIN dead 7.14 2026-03-21 41 2 912.50"
    );
}

#[test]
fn turnover_is_cost_of_sales_by_what_stock_was_worth_on_the_mean_of_all_days() {
    let place = company();
    let names = [
        "kind",
        "key",
        "opening",
        "closing",
        "average",
        "cost_of_sales",
        "turns",
        "days_on_hand",
    ];
    // A: (100 x 61 + 120 x 52 - 124 x 42 - 36 x 30 + 36 x 28 - 12 x 20 + 12 x 19) / 61: what was on the way is left out
    // for two days, what was broken for one.
    let rows = report(
        &place,
        "turnover --since 2026-03-01 --until 2026-04-30 --by item",
        &names,
    );
    assert_eq!(rows[0], "row A 100.00 96.00 115.54 124.00 6.42 56.84");
    let valued = report(&place, "valuation --at 2026-04-30", &["kind", "value"]);
    assert_eq!(valued.last().unwrap(), "sum 103.14");
    assert!(
        rows.last().unwrap().starts_with("sum null 110.00 103.14 "),
        "{rows:?}"
    );
    let sold = report(&place, "cost-of-sales", &["kind", "cost_of_sales"]);
    assert_eq!(sold.last().unwrap(), "sum 126.86");
    let said = place.run(&[
        "report",
        "turnover",
        "--since",
        "2026-05-01",
        "--until",
        "2026-04-01",
    ]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("expected --since no later than 2026-04-01"),
        "{}",
        said.err
    );
}

#[test]
fn the_first_item_is_of_class_a_however_much_it_makes() {
    let place = company();
    let names = [
        "rank",
        "item",
        "cost_of_sales",
        "share_percent",
        "cumulative_percent",
        "class",
    ];
    let days = "--since 2026-01-01 --until 2026-04-30";
    assert_eq!(
        report(&place, &format!("abc {days}"), &names),
        ["1 A 124.00 97.75 97.75 A", "2 B 2.86 2.25 100.00 C"]
    );
    assert_eq!(
        report(&place, &format!("abc {days} --b 99"), &names)[1],
        "2 B 2.86 2.25 100.00 B"
    );
    // Nothing was picked: nobody is of class A for that.
    assert_eq!(
        report(&place, &format!("abc {days} --by picks"), &names),
        ["1 A 124.00 null null C", "2 B 2.86 null null C"]
    );
    assert_eq!(place.run(&["report", "abc", "--a", "90", "--b", "80"]).code, 2);
}

#[test]
fn a_bill_that_was_too_high_is_told_by_vendor_and_item_and_is_what_the_account_says() {
    let place = company();
    let names = [
        "kind",
        "group",
        "vendor",
        "vendor_name",
        "item",
        "entries",
        "variance",
    ];
    assert_eq!(
        report(&place, "price-variance", &names),
        [
            "row 1 V1 Orchard A 1 10.00",
            "total 1 null null null 1 10.00",
            "total 2 null null null 0 0.00",
            "sum null null null null 1 10.00",
        ]
    );
    let balances = place.rows(&["trial-balance"]);
    let account = balances.iter().find(|row| row["account"] == "5100").unwrap();
    assert_eq!(account["balance"], "10.00");
    place
        .feed(
            &["post", "-"],
            r#"{"id":"ub","op":"reverse","date":"2026-04-13","of":"b2"}"#,
        )
        .well();
    let told = report(&place, "price-variance", &names);
    assert_eq!(told[0], "row 1 V1 Orchard A 2 0.00");
    assert_eq!(told.last().unwrap(), "sum null null null null 2 0.00");
    // Freight is told under who billed it, though the goods came from somebody else.
    let freight = r#"{"id":"f","op":"landed_cost","date":"2026-04-13","of":["r1"],"amount":"5.00","basis":"quantity"}
{"id":"fb","op":"invoice","date":"2026-04-14","of":"f","amount":"6.50","vendor":"V2"}"#;
    place.feed(&["post", "-"], freight).well();
    assert_eq!(
        report(&place, "price-variance", &names)[..2],
        ["row 1 V1 Orchard A 2 0.00", "row 1 V2 null A 1 1.50"]
    );
}

#[test]
fn margins_and_adjustments_are_told_by_group() {
    let place = company();
    assert_eq!(
        report(
            &place,
            "margin --by group",
            &["kind", "group", "order", "sales", "cost", "margin"]
        ),
        [
            "row 1 null 240.00 124.00 116.00",
            "row 2 null 6.00 2.86 3.14",
            "sum null null 246.00 126.86 119.14",
        ]
    );
    assert_eq!(
        report(
            &place,
            "adjustments --by group",
            &["kind", "group", "reason", "movements", "taken_back", "value"]
        ),
        ["row 1 broken 0 1 0.00", "sum null null 0 1 0.00"]
    );
}
