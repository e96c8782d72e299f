//! UPC-E: a UPC-A number printed in six digits by leaving its zeros out (GS1 General Specifications, section 5.2.2.4).

use super::gtin::Gtin;

/// Returns the trade item number of a UPC-E in eight digits: number system 0 or 1, six digits, and the check digit of
/// the whole number. The last of the six says where zeros were left out. `None` for anything else.
pub fn expand(digits: &[u8]) -> Option<Gtin> {
    let &[system @ (b'0' | b'1'), ref kept @ .., last, check] = digits else {
        return None;
    };
    let kept: &[u8; 5] = kept.try_into().ok()?;
    let mut whole = [b'0'; 12];
    whole[0] = system;
    whole[11] = check;
    let (front, back) = match last {
        b'0'..=b'2' => (2, 3),
        b'3' => (3, 2),
        b'4' => (4, 1),
        b'5'..=b'9' => (5, 0),
        _ => return None,
    };
    whole[1..=front].copy_from_slice(&kept[..front]);
    whole[11 - back..11].copy_from_slice(&kept[front..]);
    match last {
        b'0'..=b'2' => whole[3] = last,
        b'5'..=b'9' => whole[10] = last,
        _ => {}
    }
    Gtin::read(&whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_come_back_where_the_last_digit_says() {
        let cases = [
            ("01234505", Some("00012000003455")),
            ("06543217", Some("00065100004327")),
            ("01234565", Some("00012345000065")),
            ("12345656", Some("00123456000056")),
            ("01234531", Some("00012300000451")),
            ("02345673", Some("00023456000073")),
            ("01000009", Some("00010000000009")),
            ("01234506", None),
            ("21234505", None),
            ("0123450", None),
            ("0123450A", None),
        ];
        for (digits, long) in cases {
            let found = expand(digits.as_bytes()).map(|gtin| gtin.to_string());
            assert_eq!(found.as_deref(), long, "{digits}");
        }
    }
}
