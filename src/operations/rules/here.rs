//! Whoever works at a terminal works on what is of their site. A document may be about any site.

use super::books::Books;
use crate::domain::catalog::Location;
use crate::domain::code::{OrderNo, SiteCode};
use crate::domain::elsewhere;
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, Plate};
use crate::domain::task::Task;
use crate::operations::change::Halt;
use crate::operations::log::NAMED;

/// Refuses an order of another site.
pub(super) fn order(books: &Books<'_, '_>, order: &Order) -> Result<(), Halt> {
    work(books, &order.order_no, &order.site)
}

/// Refuses work of another site's order.
pub(super) fn work(books: &Books<'_, '_>, order: &OrderNo, site: &SiteCode) -> Result<(), Halt> {
    refused(books, elsewhere::order(order, site, &books.site))
}

/// Refuses a task of another site, by its order or else by its bin.
pub(super) fn task(books: &Books<'_, '_>, task: &Task) -> Result<(), Halt> {
    if task.order_no.is_empty() {
        return refused(books, elsewhere::place(&task.location, &task.site, &books.site));
    }
    work(books, &task.order_no, &task.site)
}

/// Refuses goods that leave or reach another site.
pub(super) fn site(books: &Books<'_, '_>, site: &SiteCode) -> Result<(), Halt> {
    refused(books, elsewhere::site(site, &books.site))
}

/// Refuses a bin of another site.
pub(super) fn bin(books: &Books<'_, '_>, bin: &Location) -> Result<(), Halt> {
    refused(books, elsewhere::bin(bin, &books.site))
}

/// Refuses a licence plate whose goods lie at another site.
pub(super) fn plate(books: &Books<'_, '_>, plate: &Plate, load: &[Balance]) -> Result<(), Halt> {
    let kind = (plate.kind, &plate.lpn);
    let found = load
        .first()
        .and_then(|goods| elsewhere::plate(kind, &goods.site, &books.site));
    refused(books, found)
}

fn refused(books: &Books<'_, '_>, found: Option<Refusal>) -> Result<(), Halt> {
    let is_bound = books.is_of(NAMED) && !books.request.requester.is_document();
    match found.filter(|_| is_bound) {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}
