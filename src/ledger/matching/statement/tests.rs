use super::*;

fn amounts(text: &str) -> Vec<(String, i128)> {
    let lines = Statement::read(text).unwrap().lines.into_iter();
    lines.map(|line| (line.account, line.amount.0)).collect()
}

#[test]
fn headers_are_read_as_programs_write_them() {
    let expected = vec![("1300".to_owned(), 123_450), ("2100".to_owned(), -123_450)];
    let files = [
        "account,name,debit,credit,balance\n1300,Stock,1234.50,0.00,1234.50\n2100,GRNI,0.00,1234.50,-1234.50\n",
        "Trial Balance\nDemo Company\n\nAccount Code;Account;Debit;Credit\n1300;Stock;1.234,50;\n2100;GRNI;;1.234,50\nTotal;;1,1;1,1\n",
        "Account\tAmount\n1300\t$1,234.50\n2100\t(1,234.50)\n",
        "\u{feff}\"Konto\";\"Saldo\"\n1300;1234,50\n2100;1234,50-\n",
        "code,balance\n1300,\"1,234.50 DR\"\n2100,\"1,234.50 CR\"\n",
    ];
    for file in files {
        assert_eq!(amounts(file), expected, "{file}");
    }
}

#[test]
fn what_is_no_amount_is_named_with_its_line() {
    let wrong = Statement::read("account,amount\n1300,ten\n2100,1.005\n").unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].starts_with("line 2: expected an amount"), "{wrong:?}");
    assert!(wrong[1].starts_with("line 3: "), "{wrong:?}");
    assert!(Statement::read("a,b\n1,2\n").is_err_and(|why| why[0].contains("found a,b")));
}

#[test]
fn no_row_with_an_amount_is_left_aside_unread() {
    let header = "date,account,debit,credit,amount,reference\n";
    let cases = [
        (
            "2026-02-30,1300,1.00,,,x",
            "line 2: expected a day such as 2026-03-31, found \"2026-02-30\"",
        ),
        (
            "soon,1300,1.00,,,x",
            "line 2: expected a day such as 2026-03-31, found \"soon\"",
        ),
        (
            "2026-03-02,,1.00,,,x",
            "line 2: expected an account or a total, found 1.00 alone",
        ),
        (
            "2026-03-02,,500.00,,,Totalenergies",
            "line 2: expected an account or a total, found 500.00 alone",
        ),
        (
            "2026-03-02,1300,one,,,x",
            "line 2: expected an amount with at most 2 decimals, found \"one\"",
        ),
    ];
    for (row, expected) in cases {
        let wrong = Statement::read(&format!("{header}{row}\n")).unwrap_err();
        assert_eq!(wrong, [expected]);
    }
    for day in [
        "2026-03-02",
        "02.03.2026",
        "3/31/2026",
        "31 Mar 2026",
        "2026-03-02T00:00:00",
        "20260302",
        "",
    ] {
        let text = format!("{header}\"{day}\",1300,1.00,,7.00,x\n");
        assert!(Statement::read(&text).is_ok(), "{day}");
    }
}

#[test]
fn a_balance_is_what_its_debit_and_credit_make() {
    let read = |text: &str| Statement::read(text).map(|read| read.lines.len());
    assert_eq!(
        read("account,debit,credit,balance\n1300,10,4,6\n2100,0,6,6.00\n"),
        Ok(2)
    );
    assert_eq!(
        read("account,debit,credit,balance\n1300,10,4,7\n"),
        Err(vec![
            "line 2: expected a balance of 6.00, as its debit and credit make, found 7.00".to_owned()
        ])
    );
    assert_eq!(
        read("account,opening,debit,credit,closing balance\n1300,5,10,4,11\n"),
        Ok(1)
    );
    assert!(read("account,opening,debit,credit,closing balance\n1300,5,10,4,6\n").is_err());
    assert_eq!(
        read("account,debit,credit,closing balance\n1300,10,4,11\n"),
        Ok(1)
    );
    assert_eq!(
        read("date,account,debit,credit,balance\n2026-03-02,1300,10,0,999\n"),
        Ok(1)
    );
}

#[test]
fn an_account_without_an_amount_is_kept_apart_with_its_line() {
    let read = Statement::read("account,debit,credit\nAssets,,\n1300,,\n1310,-,-\n2100,0,0\n").unwrap();
    assert_eq!(read.blank, [(2, "Assets".to_owned()), (3, "1300".to_owned())]);
    let lines: Vec<&str> = read.lines.iter().map(|line| line.account.as_str()).collect();
    assert_eq!(lines, ["1310", "2100"]);
}

proptest::proptest! {
    #[test]
    fn no_file_stops_the_program(text in "(?s).{0,200}", cells in "[-0-9.,()CRDE$ \u{2212}\"\n]{0,60}") {
        let _ = Statement::read(&text);
        let _ = Statement::read(&format!("account;amount\n{text}"));
        let _ = Statement::read(&format!("account,debit,credit\n1,{cells},{text}"));
    }
}

#[test]
fn what_may_be_read_in_two_ways_is_refused_with_its_line() {
    let cases = [
        (
            "account,balance\n1300,2,50\n",
            "line 2: expected 2 cells as in the header, found \"50\" behind them",
        ),
        (
            "Konto;Saldo\n1300;2.000\n",
            "line 2: expected an amount that means one thing, found \"2.000\", which may be 2 or 2000",
        ),
        (
            "account,balance\n1300,--2000.00\n",
            "line 2: expected an amount with at most 2 decimals, found \"--2000.00\"",
        ),
        (
            "account,balance\n1300,((2000.00)\n",
            "line 2: expected an amount with at most 2 decimals, found \"((2000.00)\"",
        ),
        (
            "account,balance\n1300,(2000.00- CR\n",
            "line 2: expected an amount with at most 2 decimals, found \"(2000.00- CR\"",
        ),
        (
            "account,balance,name\n1300,2.00,x\n2100,-2.00,\"y\n1300,500.00,z\n",
            "line 3: expected a closing quotation mark, found none behind \"y\"",
        ),
        (
            "account,balance,balance\n1300,2.00,70.00\n",
            "expected a header with account and debit, credit or balance, found account,balance,balance",
        ),
    ];
    for (text, why) in cases {
        assert_eq!(Statement::read(text).unwrap_err(), [why], "{text}");
    }
}
