//! Tax on a document: worked out and rounded once for each tax type over the sum of its lines, then spread over them,
//! so that what is taken back line by line ends at nothing.

use super::posting::Sale;
use crate::domain::amount::{AmountError, Money, allocate, mul_div};
use crate::domain::code::TaxCode;

/// One hundred percent, in parts per million.
const WHOLE_PPM: i64 = 1_000_000;

/// How a line is taxed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taxed {
    /// Not at all.
    No,
    /// By a tax type, at its rate in parts per million of the net amount.
    By(TaxCode, i64),
    /// With a given amount.
    Known(Money),
}

/// One line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its price, gross if `includes_tax`, else net.
    pub amount: Money,
    /// Whether its price includes tax.
    pub includes_tax: bool,
    /// How it is taxed.
    pub taxed: Taxed,
}

impl Line {
    /// Returns the net amount of the line and its tax, given the tax.
    fn with(&self, tax: Money) -> Sale {
        let net = if self.includes_tax {
            self.amount - tax
        } else {
            self.amount
        };
        Sale { net, tax }
    }

    /// Returns the rate and what the amount stands for, both in parts per million; `None` without a rate.
    fn rate(&self) -> (i64, i64) {
        match self.taxed {
            Taxed::By(_, ppm) if self.includes_tax => (ppm, WHOLE_PPM + ppm),
            Taxed::By(_, ppm) => (ppm, WHOLE_PPM),
            Taxed::No | Taxed::Known(_) => (0, WHOLE_PPM),
        }
    }
}

/// Returns what each line of a document is worth without tax, and its tax. Lines of one tax type whose prices are meant
/// alike are taxed as one sum, rounded half away from zero; each gets its exact share rounded down, and the largest
/// remainders get what is left, ties going to the first.
///
/// # Errors
/// If a sum can't be recorded.
pub fn on_document(lines: &[Line]) -> Result<Vec<Sale>, AmountError> {
    let mut taxes = vec![Money::ZERO; lines.len()];
    let mut kinds: Vec<(&Taxed, bool)> = lines.iter().map(|it| (&it.taxed, it.includes_tax)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let own: Vec<usize> = (0..lines.len())
            .filter(|at| (&lines[*at].taxed, lines[*at].includes_tax) == kind)
            .collect();
        match kind.0 {
            Taxed::No => {}
            Taxed::Known(tax) => own.iter().for_each(|at| taxes[*at] = *tax),
            Taxed::By(..) => spread(lines, &own, &mut taxes)?,
        }
    }
    Ok(lines
        .iter()
        .zip(taxes)
        .map(|(line, tax)| line.with(tax))
        .collect())
}

/// Returns the same where the tax of the whole document was given: each line gets its share of it by what it would be
/// taxed, or by its amount where nothing would be; tax on nothing, such as customs ask for on their own, is the first
/// line's.
///
/// # Errors
/// If a share can't be recorded, or the document comes to nothing over lines that don't.
pub fn given(lines: &[Line], tax: Money) -> Result<Vec<Sale>, AmountError> {
    let worked_out = on_document(lines)?;
    let mut weights: Vec<i64> = worked_out.iter().map(|it| it.tax.0).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights = lines.iter().map(|line| line.amount.0).collect();
    }
    if weights.iter().all(|weight| *weight == 0) {
        weights = (0..lines.len()).map(|at| i64::from(at == 0)).collect();
    }
    let taxes = allocate(tax, &weights)?;
    Ok(lines
        .iter()
        .zip(taxes)
        .map(|(line, tax)| line.with(tax))
        .collect())
}

/// Works out the tax of lines of one kind, and spreads it over them.
fn spread(lines: &[Line], own: &[usize], taxes: &mut [Money]) -> Result<(), AmountError> {
    let Some((ppm, whole)) = own.first().map(|at| lines[*at].rate()) else {
        return Ok(());
    };
    let too_large = || AmountError::TooLarge(format!("tax of {ppm} millionths on {} lines", own.len()));
    let sum: i128 = own.iter().map(|at| i128::from(lines[*at].amount.0)).sum();
    let sum = i64::try_from(sum).map_err(|_| too_large())?;
    let tax = mul_div(sum, ppm, whole).ok_or_else(too_large)?;
    let exact = |at: usize| i128::from(lines[at].amount.0) * i128::from(ppm);
    let mut left = i128::from(tax);
    for at in own {
        // A share is smaller than the amount that it is a share of.
        let down = exact(*at).div_euclid(i128::from(whole));
        taxes[*at] = Money(i64::try_from(down).map_err(|_| too_large())?);
        left -= down;
    }
    let mut by_rest = own.to_vec();
    by_rest.sort_by_key(|at| std::cmp::Reverse(exact(*at).rem_euclid(i128::from(whole))));
    // Each share was rounded down by less than one and their sum by no more than a half: as many are left as there are
    // lines at most.
    for at in by_rest.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        taxes[at] += Money(1);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: i64, ppm: i64, includes_tax: bool) -> Line {
        Line {
            amount: Money(amount),
            includes_tax,
            taxed: Taxed::By(TaxCode::from(format!("V{ppm}").as_str()), ppm),
        }
    }

    fn pairs(sales: &[Sale]) -> Vec<(i64, i64)> {
        sales.iter().map(|it| (it.net.0, it.tax.0)).collect()
    }

    fn sums(lines: &[Line]) -> (i64, i64) {
        let sales = on_document(lines).unwrap();
        let (net, tax) = pairs(&sales).into_iter().unzip::<i64, i64, Vec<_>, Vec<_>>();
        (net.iter().sum(), tax.iter().sum())
    }

    #[test]
    fn ten_lines_of_thirty_three_cents_are_taxed_as_one_sum() {
        let lines = vec![line(33, 190_000, false); 10];
        assert_eq!(sums(&lines), (330, 63));
        let sales = on_document(&lines).unwrap();
        assert_eq!(
            pairs(&sales)[..4],
            [(33, 7), (33, 7), (33, 7), (33, 6)],
            "the first get what is left"
        );
    }

    #[test]
    fn prices_with_tax_stay_and_what_they_are_without_is_worked_out_for_each_tax_type() {
        let lines = [
            line(1190, 190_000, true),
            line(99, 190_000, true),
            line(99, 70_000, true),
            line(250, 0, true),
        ];
        // 12.89 at 19 %: 2.058; 0.99 at 7 %: 0.065.
        assert_eq!(
            pairs(&on_document(&lines).unwrap()),
            [(1000, 190), (83, 16), (93, 6), (250, 0)]
        );
        let gross: i64 = lines.iter().map(|line| line.amount.0).sum();
        let (net, tax) = sums(&lines);
        assert_eq!(net + tax, gross);
    }

    #[test]
    fn two_types_of_one_rate_are_two_sums_and_what_takes_off_is_taxed_like_what_it_is_taken_off() {
        let other = |amount| Line {
            taxed: Taxed::By("IMPORT".into(), 190_000),
            ..line(amount, 190_000, false)
        };
        assert_eq!(sums(&[line(3, 190_000, false), other(3)]), (6, 2));
        assert_eq!(sums(&[line(3, 190_000, false), line(3, 190_000, false)]), (6, 1));
        let off = [line(1000, 190_000, false), line(-1000, 190_000, false)];
        assert_eq!(pairs(&on_document(&off).unwrap()), [(1000, 190), (-1000, -190)]);
        let less = [line(1000, 190_000, false), line(-999, 190_000, false)];
        assert_eq!(pairs(&on_document(&less).unwrap()), [(1000, 190), (-999, -190)]);
    }

    #[test]
    fn a_tax_that_is_given_is_spread_by_what_the_lines_would_be_taxed() {
        let lines = [
            line(1000, 190_000, false),
            line(1000, 0, false),
            line(500, 190_000, false),
        ];
        let sales = given(&lines, Money(284)).unwrap();
        assert_eq!(pairs(&sales), [(1000, 189), (1000, 0), (500, 95)]);
        let untaxed = Line {
            taxed: Taxed::No,
            ..line(100, 0, true)
        };
        let sales = given(&[untaxed.clone(), untaxed], Money(15)).unwrap();
        assert_eq!(pairs(&sales), [(92, 8), (93, 7)]);
        assert_eq!(pairs(&given(&[line(0, 0, false)], Money(1)).unwrap()), [(0, 1)]);
        let nothing = [line(5, 0, false), line(-5, 0, false)];
        assert!(
            given(&nothing, Money(1)).is_err(),
            "on a document that comes to nothing"
        );
    }

    #[test]
    fn known_amounts_stay_and_sums_out_of_range_are_errors() {
        let known = |tax| Line {
            taxed: Taxed::Known(Money(tax)),
            ..line(100, 0, false)
        };
        assert_eq!(
            pairs(&on_document(&[known(7), known(7)]).unwrap()),
            [(100, 7), (100, 7)]
        );
        assert!(on_document(&[line(i64::MAX, 190_000, false), line(1, 190_000, false)]).is_err());
    }
}
