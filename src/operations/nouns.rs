//! What an operation is called in a sentence: its word is a verb, or has no article.

/// Returns what an operation makes, by its word in the log: `receipt` of `receive`.
pub fn noun(op: &str) -> String {
    match op {
        "receive" => "receipt".to_owned(),
        "ship" => "shipment".to_owned(),
        "adjust" => "adjustment".to_owned(),
        "reverse" => "reversal".to_owned(),
        "allocate" => "allocation".to_owned(),
        "place_order" => "order".to_owned(),
        "define" => "record".to_owned(),
        "integration" => "change of integration".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Returns the noun with its article: `an invoice`.
pub fn a_noun(op: &str) -> String {
    let noun = noun(op);
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    match op {
        "opening_stock" | "get_work" | "keep_work" => noun,
        _ => format!("{article} {noun}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_as_people_name_them() {
        let cases = [
            ("receive", "a receipt"),
            ("invoice", "an invoice"),
            ("adjust", "an adjustment"),
            ("landed_cost", "a landed cost"),
            ("unbuild", "an unbuild"),
            ("opening_stock", "opening stock"),
        ];
        for (op, expected) in cases {
            assert_eq!(a_noun(op), expected);
        }
    }
}
