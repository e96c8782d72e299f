//! Where late cost goes with a movement: on with its goods, or to an account.

use super::follow::Follow;
use super::found::Key;
use super::track::Moved;
use super::ways::{Became, account_of, became};
use crate::domain::amount::Qty;
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::transfer::Transfer;
use crate::operations::change::Halt;
use crate::operations::rules::intercompany;
use crate::valuation::late::fixed::Fixed;
use chrono::NaiveDate;

impl Follow<'_, '_, '_> {
    /// Lets late cost leave a place with a movement, to where its goods went. Goods that came back after movement `back`
    /// brought their share back; a run tells that itself.
    pub(super) fn leave(
        &mut self,
        track: usize,
        place: usize,
        moved: &Moved,
        value: Fixed,
        back: i64,
    ) -> Result<(), Halt> {
        // Goods that left before those came whose layer they take, since the queue was put in order.
        let it = &self.tracks[track];
        if back == 0 && it.item.method == Method::Fifo && !it.moved.contains_key(&moved.seq) {
            self.needs(moved);
            return Ok(());
        }
        let stands = !self.tracks[track].negated.contains(&moved.seq) && moved.reverses.is_none();
        match moved.kind {
            MovementKind::TransferOut if stands => match intercompany::cost_of(self.books, moved.seq)? {
                Some(cost) if !self.in_group => {
                    self.found.end(Key::of(place, track, moved.seq, cost), value);
                    Ok(())
                }
                _ => self.sent(track, place, moved, value),
            },
            MovementKind::Build | MovementKind::Unbuild if stands => self.made(track, place, moved, value),
            MovementKind::WorkIssue if stands => self.worked(track, place, moved, value),
            MovementKind::Shipment if stands && back < i64::MAX => {
                self.sold(track, place, moved, value, back)
            }
            _ => {
                let account = account_of(self.books, &self.tracks[track].group, moved)?;
                self.found.end(Key::of(place, track, moved.seq, account), value);
                Ok(())
            }
        }
    }

    /// Goods that were sold, of which some came back: into a layer of their own, or to be thrown away. What came back into
    /// a pool at moving average is no business of this.
    fn sold(
        &mut self,
        track: usize,
        place: usize,
        moved: &Moved,
        value: Fixed,
        after: i64,
    ) -> Result<(), Halt> {
        let it = &self.tracks[track];
        let (sold, scrapped) = (it.group.cost_of_sales.clone(), it.group.adjustment.clone());
        let by_layer = it.item.method == Method::Fifo;
        let back = it.behind(moved.seq, MovementKind::Return).into_iter();
        let back: Vec<Moved> = back.filter(|it| after < it.seq).cloned().collect();
        let mut rest = value;
        for it in back {
            let part = value.ratio(it.qty, moved.qty);
            if it.to_location.is_none() {
                let via = Key::of(place, track, moved.seq, scrapped.clone()).via(it.seq, sold.clone());
                self.found.end(via, part);
            } else if by_layer {
                let to = self.reach(track, it.seq, part)?;
                self.found
                    .flow((place, moved.seq, sold.clone()), (to, it.seq, sold.clone()), part);
            } else {
                continue;
            }
            rest -= part;
        }
        self.found.end(Key::of(place, track, moved.seq, sold), rest);
        Ok(())
    }

    /// Shares what a sale is known to cost more since movement `cover` with the goods that had come back before.
    pub(super) fn shared_late(
        &mut self,
        track: usize,
        place: usize,
        moved: &Moved,
        value: Fixed,
        cover: i64,
    ) -> Result<(), Halt> {
        let it = &self.tracks[track];
        let (sold, scrapped) = (it.group.cost_of_sales.clone(), it.group.adjustment.clone());
        let back = it.behind(moved.seq, MovementKind::Return).into_iter();
        let back: Vec<Moved> = back.filter(|it| it.seq < cover).cloned().collect();
        for it in back {
            let part = value.ratio(it.qty, moved.qty);
            self.found
                .end(Key::of(place, track, moved.seq, sold.clone()), -part);
            if it.to_location.is_none() {
                let via = Key::of(place, track, moved.seq, scrapped.clone()).via(it.seq, sold.clone());
                self.found.end(via, part);
                continue;
            }
            let to = self.reach(track, it.seq, part)?;
            self.found
                .flow((place, moved.seq, sold.clone()), (to, it.seq, sold.clone()), part);
        }
        Ok(())
    }

    /// Goods that went to another site: what arrived there, what is on its way, what was given up.
    fn sent(&mut self, track: usize, place: usize, moved: &Moved, value: Fixed) -> Result<(), Halt> {
        let sent: Option<Transfer> = self.books.view().find(&[&moved.seq])?;
        let sent = sent.ok_or_else(|| Fault::new(format!("transfer {} is missing", moved.seq)))?;
        let item = self.tracks[track].item.clone();
        let there = self.track(&item, &sent.to_site)?;
        let arrived = self.tracks[there].behind(moved.seq, MovementKind::TransferIn);
        let arrived: Vec<(i64, Qty)> = arrived.into_iter().map(|it| (it.seq, it.qty)).collect();
        if arrived.iter().map(|(_, qty)| *qty).sum::<Qty>() < sent.qty_in {
            self.needs(moved);
        }
        let mut rest = value;
        for (seq, qty) in arrived {
            let part = value.ratio(qty, sent.qty);
            rest -= part;
            let to = self.reach(there, seq, part)?;
            let account = &sent.account;
            self.found.flow(
                (place, moved.seq, account.clone()),
                (to, seq, account.clone()),
                part,
            );
        }
        if sent.qty <= sent.qty_in {
            return Ok(());
        }
        // What was sold is given up where it was bought.
        let given_up =
            [track, there].map(|at| self.tracks[at].behind(moved.seq, MovementKind::TransferClose));
        let given_up = given_up.concat();
        let key = match given_up.first().filter(|_| sent.closed) {
            Some(close) => {
                let lost = self.tracks[track].group.adjustment.clone();
                Key::of(place, track, moved.seq, lost).via(close.seq, sent.account)
            }
            None => Key::of(place, track, moved.seq, sent.account).on_the_way(),
        };
        self.found.end(key, rest);
        Ok(())
    }

    /// Goods that were used up by a build, or taken apart: what they became.
    fn made(&mut self, track: usize, place: usize, moved: &Moved, value: Fixed) -> Result<(), Halt> {
        let parts = became(self.books, moved)?;
        let whole: i64 = parts.iter().map(|part| part.weight).sum();
        let variance = self.books.account(CompanyAccount::AssemblyVariance)?;
        let day = self.posted_on(self.found.spots[place].reached)?;
        for Became {
            movement,
            item,
            site,
            weight,
        } in parts
        {
            let part = value.ratio(Qty(weight), Qty(whole));
            let item = self.books.item(&item)?;
            let pool = self.books.pool(&item.item, &site)?;
            if item.method == Method::Standard || movement < pool.valued_from {
                let key = Key::of(place, track, moved.seq, variance.clone());
                self.found.end(key, part);
                continue;
            }
            let there = self.track(&item, &site)?;
            let to = self.reach(there, movement, part)?;
            // What is posted on two days waits in between where neither stock nor its account has it.
            let through = if self.posted_on(self.found.spots[to].reached)? == day {
                self.tracks[track].group.inventory.clone()
            } else {
                variance.clone()
            };
            let from = (place, moved.seq, through.clone());
            self.found.flow(from, (to, movement, through), part);
        }
        Ok(())
    }

    /// Returns the first day on which late cost can be posted to goods that came with a movement.
    fn posted_on(&self, seq: i64) -> Result<NaiveDate, Halt> {
        let asked = self.books.request.date;
        let came: Option<Movement> = self.books.view().find(&[&seq])?;
        Ok(came.map_or(asked, |came| asked.max(came.effective).max(came.posting)))
    }
}
