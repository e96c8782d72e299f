//! What a read means at each step of packing.

use super::parcel::code_of;
use super::{Goods, Last, Posted, Stage, State, Step, ask};
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LotCode, OrderNo, Serial, SiteCode};
use crate::domain::order::OrderKind;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, Plate};
use crate::domain::weight::is_weight;
use crate::flows::event::Effect;
use crate::flows::goods::{self, info, item_of, many, of_another_site, post, too_early, unexpected};
use crate::flows::hand::Part;
use crate::flows::kept::{Kept, Open, plain};
use crate::flows::machine::Machine;
use crate::flows::scanned::Scanned;
use crate::operations::request::Pack;

impl State {
    pub(super) fn scanned(&mut self, scanned: &Scanned, here: &SiteCode) -> Vec<Effect> {
        if let Some(plate) = scanned.plate().filter(|plate| plate.kind == LpnKind::Tote) {
            return self.tote(plate);
        }
        match self.wanted() {
            Step::Tote if scanned.plate().is_some() => self.resume(scanned),
            Step::Tote => match scanned.order().filter(|order| order.kind == OrderKind::Sales) {
                Some(order) => {
                    let refused = of_another_site(order, here);
                    refused.map_or_else(|| self.load(order.order_no.clone()), |it| vec![it])
                }
                None => vec![unexpected(self.prompt(), scanned.known_as())],
            },
            Step::Parcel => self.parcel_scanned(scanned),
            Step::Item | Step::Part => self.goods_scanned(scanned),
            Step::Carton | Step::Weight if self.parcel.as_ref() == Some(&code_of(scanned)) => {
                self.close_scanned(scanned)
            }
            Step::Carton | Step::Weight if scanned.is_part() => self.goes_on(scanned),
            Step::Carton => self.carton_scanned(scanned),
            Step::Weight => self.weigh(scanned),
            Step::Close => self.close_scanned(scanned),
        }
    }

    fn tote(&mut self, plate: &Plate) -> Vec<Effect> {
        let Some(order) = plate.order_no.clone() else {
            return vec![unexpected(
                "Scan a tote with picked goods",
                format!("{} is empty", plate.lpn),
            )];
        };
        match &self.order {
            Some(known) if *known != order => {
                let (need, found) = (format!("Scan a tote of {known}"), plate.lpn.to_string());
                let why = format!("is for {order}");
                return vec![Effect::Refuse(Refusal::WrongLpn { need, found, why })];
            }
            _ if self.bench.contains(&plate.lpn) => return vec![info(self.prompt())],
            _ => self.bench.push(plate.lpn.clone()),
        }
        self.part = None;
        self.stage = Stage::Fill;
        self.load(order)
    }

    pub(super) fn load(&mut self, order: OrderNo) -> Vec<Effect> {
        let effect = ask(&order);
        self.order = Some(order);
        vec![effect]
    }

    fn goods_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let lies_here = |item: &ItemCode| self.left().any(|goods| goods.item == *item);
        let alone = self.part.is_none().then(|| scanned.by_its_lot(lies_here));
        let by_lot = match alone.flatten().transpose() {
            Ok(found) => found,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let scanned = by_lot.as_ref().unwrap_or(scanned);
        if scanned.item().is_some() {
            return self.item_scanned(scanned);
        }
        if scanned.is_part() {
            return self.part_scanned(scanned);
        }
        let is_plain = scanned.meanings.is_empty() && scanned.symbol.is_empty();
        match self.part.clone().filter(|_| is_plain) {
            Some((item, package)) => {
                let text = scanned.text.as_str();
                let serial = self.wants_serial(&item);
                let part = if serial { Part::Serial } else { Part::Lot };
                let said = Scanned {
                    symbol: plain(part, text),
                    ..scanned.clone()
                };
                self.told_apart(&item, package, &said)
            }
            None => match scanned.quantity() {
                Some(qty) => self.so_many(qty),
                None => vec![self.not_here(scanned.known_as())],
            },
        }
    }

    fn item_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let kept = match self.kept.with(scanned) {
            Ok(kept) => kept,
            Err(refusal) => return vec![Effect::Refuse(refusal)],
        };
        let whole = scanned.saying(kept.label());
        let (Some((item, qty)), Some((_, package, _))) = (item_of(&whole), scanned.item()) else {
            return vec![self.not_here(scanned.known_as())];
        };
        let (lot, serial) = (whole.label.lot.as_ref(), whole.label.serial.as_ref());
        match self.fitting(&item.item, lot, serial) {
            Fitting::One(goods) => {
                let said = whole.label.count.map(|_| qty);
                let qty = said.unwrap_or_else(|| goods.unsaid(package));
                self.take(*goods, qty, qty, Some(kept.opened(package)))
            }
            Fitting::Several => {
                self.part = Some((item.item.clone(), package));
                self.kept = kept;
                vec![info(self.prompt())]
            }
            Fitting::None(effect) => vec![effect],
        }
    }

    /// Takes a part of a label: of goods that are not told apart yet, of what was packed last, or of an item still to
    /// come.
    fn part_scanned(&mut self, scanned: &Scanned) -> Vec<Effect> {
        if let Some((item, package)) = self.part.clone() {
            return self.told_apart(&item, package, scanned);
        }
        if self.kept.is_empty() && self.last.as_ref().is_some_and(|last| last.open.is_some()) {
            return self.goes_on(scanned);
        }
        match self.kept.keep(scanned) {
            Ok(told) => vec![info(told)],
            Err(refusal) => vec![Effect::Refuse(refusal)],
        }
    }

    /// Takes a part that may tell which of several lots or pieces the goods are, and packs them if it does.
    fn told_apart(&mut self, item: &ItemCode, package: Qty, scanned: &Scanned) -> Vec<Effect> {
        let mut kept = self.kept.clone();
        if let Err(refusal) = kept.keep(scanned) {
            return vec![Effect::Refuse(refusal)];
        }
        let label = kept.label();
        let (lot, serial) = (label.lot().map(LotCode::from), label.serial().map(Serial::from));
        match self.fitting(item, lot.as_ref(), serial.as_ref()) {
            Fitting::One(goods) => {
                let qty = if !is_weight(&goods.uom) {
                    kept.times(package)
                } else if kept.states_weight() {
                    kept.weighed(package)
                } else {
                    goods.unsaid(package)
                };
                let open = kept.opened(package);
                self.take(*goods, qty, qty, Some(open))
            }
            Fitting::Several => {
                self.kept = kept;
                vec![info(self.prompt())]
            }
            Fitting::None(effect) => vec![effect],
        }
    }

    /// Takes a further symbol after goods that were packed: it proves their lot or says how many they are, or it begins
    /// another label.
    fn goes_on(&mut self, scanned: &Scanned) -> Vec<Effect> {
        let mut last = self.last.clone();
        let more = last.as_mut().and_then(|last| {
            let by_weight = is_weight(&last.goods.uom);
            last.open.as_mut()?.more(scanned, by_weight)
        });
        let (Some(more), Some(last)) = (more, last) else {
            if !matches!(self.wanted(), Step::Item | Step::Part) {
                return vec![unexpected(self.prompt(), scanned.known_as())];
            }
            return match self.kept.keep(scanned) {
                Ok(told) => vec![info(told)],
                Err(refusal) => vec![Effect::Refuse(refusal)],
            };
        };
        let packed = &last.goods;
        let differs =
            |known: &str, found: Option<&str>| !known.is_empty() && found.is_some_and(|found| found != known);
        let lot = more.lot.as_ref().map(LotCode::as_str);
        let serial = more.serial.as_ref().map(Serial::as_str);
        if differs(packed.lot.as_str(), lot) || differs(packed.serial.as_str(), serial) {
            return self.another(scanned, &last.goods);
        }
        let told = format!("{}: packed", packed.named());
        let counted = more.qty.filter(|qty| *qty != last.qty);
        self.last = Some(last);
        counted.map_or_else(|| vec![info(told)], |qty| self.label_holds(qty))
    }

    /// Takes a symbol that begins the label of other goods; if none of those still to pack fit it, what was packed last
    /// was wrong, and the symbol is refused.
    fn another(&mut self, scanned: &Scanned, packed: &Goods) -> Vec<Effect> {
        let label = &scanned.label;
        let is_left = self.left().any(|goods| {
            label.lot.as_ref().is_some_and(|lot| *lot == goods.lot)
                || label
                    .serial
                    .as_ref()
                    .is_some_and(|serial| *serial == goods.serial)
        });
        if let Some(last) = self.last.as_mut().filter(|_| is_left) {
            last.open = None;
            return self.part_scanned(scanned);
        }
        let found = Kept::of(scanned).to_string();
        let found = format!("{found} contradicts {}, which is packed", packed.named());
        vec![unexpected("Scan other goods, or UNDO", found)]
    }

    /// Returns the goods that fit a label, from the first tote on the bench that holds such goods.
    fn fitting(&self, item: &ItemCode, lot: Option<&LotCode>, serial: Option<&Serial>) -> Fitting {
        let fits = |goods: &&Goods| {
            let of_lot = lot.is_none_or(|lot| goods.lot.is_empty() || *lot == goods.lot);
            goods.item == *item
                && of_lot
                && serial.is_none_or(|s| goods.serial.is_empty() || *s == goods.serial)
        };
        let mut found = self.left().filter(fits);
        let Some(first) = found.next() else {
            let (lot, serial) = (
                lot.cloned().unwrap_or_default(),
                serial.cloned().unwrap_or_default(),
            );
            let found = format!("{} is not in this tote", goods::name(item, &lot, &serial));
            return Fitting::None(self.not_here(found));
        };
        if found.any(|goods| (&goods.lot, &goods.serial) != (&first.lot, &first.serial)) {
            return Fitting::Several;
        }
        Fitting::One(Box::new(first.clone()))
    }

    /// Posts goods into the parcel; `whole` is all that the last label stands for.
    fn take(&mut self, goods: Goods, qty: Qty, whole: Qty, open: Option<Open>) -> Vec<Effect> {
        let Some(parcel) = self.parcel.clone() else {
            return vec![info(self.prompt())];
        };
        if goods.qty < qty {
            let (item, at) = (goods.named(), goods.lpn.to_string());
            let (need, have) = (qty, goods.qty.into());
            return vec![Effect::Refuse(Refusal::NotEnough { item, at, need, have })];
        }
        let text = format!("{} {} packed in {parcel}", many(qty, &goods.uom), goods.named());
        let tote = goods.lpn.clone();
        let lot = Some(goods.lot.clone()).filter(|lot| !lot.is_empty());
        let serial = Some(goods.serial.clone()).filter(|serial| !serial.is_empty());
        let item = Some(goods.item.clone());
        let last = Some(Box::new(Last {
            goods,
            qty: whole,
            open,
        }));
        self.posted.push_back(Posted::Pack { text, last });
        let qty = Some(qty);
        vec![post(Pack {
            tote,
            parcel,
            item,
            qty,
            lot,
            serial,
        })]
    }

    /// Takes a number typed behind goods as the total of them in the parcel, which may come from several totes.
    pub(super) fn so_many(&mut self, total: Qty) -> Vec<Effect> {
        let Some(Last { goods, .. }) = self.last.as_deref().cloned() else {
            return vec![too_early(total, "Scan the goods first")];
        };
        let packed = self.in_parcel(&goods);
        if total == packed {
            return vec![info(format!("{}: {packed} packed", goods.named()))];
        }
        if total < packed {
            return vec![too_few(&goods, packed, total)];
        }
        let mut left: Vec<Goods> = self.left().filter(|left| left.is_like(&goods)).cloned().collect();
        left.sort_by_key(|left| left.lpn != goods.lpn);
        let (more, have) = (total - packed, left.iter().map(|left| left.qty).sum::<Qty>());
        if have < more {
            let why = format!(
                "{packed} of {} are packed, {have} left in the totes here",
                goods.named()
            );
            return vec![Effect::Refuse(Refusal::BadQuantity { qty: total, why })];
        }
        let (mut rest, mut effects) = (more, Vec::new());
        for goods in left {
            let qty = rest.min(goods.qty);
            if !qty.is_zero() {
                effects.extend(self.take(goods, qty, qty, None));
            }
            rest -= qty;
        }
        effects
    }

    /// Returns how many of these goods lie in the parcel.
    pub(super) fn in_parcel(&self, goods: &Goods) -> Qty {
        let here = |other: &&Goods| Some(&other.lpn) == self.parcel.as_ref() && other.is_like(goods);
        self.packed().filter(here).map(|goods| goods.qty).sum()
    }

    /// Takes what a further symbol says the last label stands for in all.
    fn label_holds(&mut self, qty: Qty) -> Vec<Effect> {
        let Some(last) = self.last.as_deref().cloned() else {
            return vec![too_early(qty, "Scan the goods first")];
        };
        let (goods, packed) = (last.goods, last.qty);
        if qty < packed {
            return vec![too_few(&goods, packed, qty)];
        }
        let same = |left: &&Goods| left.lpn == goods.lpn && left.is_like(&goods);
        let left = self.left().find(same).cloned();
        match left {
            Some(left) => self.take(left, qty - packed, qty, last.open),
            None => vec![self.not_here(format!("No more {} is left", goods.named()))],
        }
    }

    fn not_here(&self, found: String) -> Effect {
        if self.part.is_some() {
            return unexpected(self.prompt(), found);
        }
        let need = self.next_goods().map_or_else(
            || "Scan the next tote, or DONE".to_owned(),
            |goods| {
                // A part that was kept would join what is scanned next.
                let verb = if self.kept.is_empty() {
                    "Scan"
                } else {
                    "BACK first, then scan"
                };
                format!("{verb} {}", goods.named())
            },
        );
        unexpected(need, found)
    }
}

/// Refuses fewer of goods than are packed.
fn too_few(goods: &Goods, packed: Qty, qty: Qty) -> Effect {
    let why = format!("{packed} of {} are packed already. Say UNDO", goods.named());
    Effect::Refuse(Refusal::BadQuantity { qty, why })
}

/// The goods on the bench that fit a label.
enum Fitting {
    /// None; holds what to tell.
    None(Effect),
    /// Goods of one kind.
    One(Box<Goods>),
    /// Several lots or pieces.
    Several,
}
