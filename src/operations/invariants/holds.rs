//! What is on hold: each lot says what its holds say, a hold stands as long as it holds anything, and nothing of it is
//! promised.

use super::{Check, Finding};
use crate::domain::catalog::Lot;
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::domain::stock::Balance;
use crate::operations::holds;
use crate::operations::log::HELD;
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// Checks what holds say of goods.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut lots = Check::of("each lot is on hold as its holds say");
    let mut promised = Check::of("nothing on hold is promised");
    for lot in Pages::<Lot>::of(view) {
        let lot = lot?;
        let said = holds::of_lot(view, &lot.item, &lot.lot)?;
        lots.see(lot.hold == said, || {
            let say = |why: &Option<String>| why.clone().unwrap_or_else(|| "nothing".into());
            let (is, should) = (say(&lot.hold), say(&said));
            format!(
                "{} {} is held for {is}, its holds say {should}",
                lot.item, lot.lot
            )
        });
    }
    let mut ended = Check::of("a hold stands as long as it holds anything");
    for hold in Pages::<Hold>::of(view) {
        let hold = hold?;
        let words: Vec<HeldGoods> = view.all(&[&hold.hold])?;
        let holds = words.iter().any(|word| word.until == 0 && !word.free);
        ended.see(holds == (hold.released == 0), || format!("hold {}", hold.hold));
        let made: Option<Logged> = view.find(&[&hold.operation])?;
        if made.is_none_or(|made| made.rules < HELD) {
            continue; // What was promised before an older rule book held it stayed promised.
        }
        for word in words.iter().filter(|word| word.until == 0 && !word.free) {
            for balance in view.all::<Balance>(&[&word.item])? {
                let is_about = word.is_about(&balance.lot, &balance.serial) && !balance.allocated.is_zero();
                if is_about && holds::why(view, &balance.item, &balance.lot, &balance.serial)?.is_some() {
                    promised.see(false, || {
                        let at = &balance.location;
                        format!("{} of {} at {at}", balance.allocated, word.named())
                    });
                }
            }
        }
    }
    found.extend([lots.finish(), promised.finish(), ended.finish()]);
    Ok(())
}
