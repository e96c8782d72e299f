//! Where late cost was found to be, and what that makes in whole cents: for each pool or layer what stays, and for each
//! movement what came, left or ended with it.

use super::track::Track;
use crate::domain::amount::Money;
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::company::Accounts;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::valuation::late::fixed::Fixed;
use crate::valuation::late::network::{End, Flow, Network, Place, Rounded};
use std::collections::{BTreeMap, HashMap};

/// Late cost that ended with a movement, in an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    place: usize,
    track: usize,
    movement: i64,
    account: AccountCode,
    /// A later movement that took it there, and the account that it was in before.
    via: Option<(i64, AccountCode)>,
    /// Whether the goods are in transit or in process: each such movement is a leg of its own.
    on_the_way: bool,
}

impl Key {
    pub fn of(place: usize, track: usize, movement: i64, account: AccountCode) -> Self {
        Self {
            place,
            track,
            movement,
            account,
            via: None,
            on_the_way: false,
        }
    }

    pub fn via(self, movement: i64, account: AccountCode) -> Self {
        let via = Some((movement, account));
        Self { via, ..self }
    }

    pub fn on_the_way(self) -> Self {
        let on_the_way = true;
        Self { on_the_way, ..self }
    }
}

/// One end of what flows: the place, the movement, and the account it goes through.
pub(super) type Way = (usize, i64, AccountCode);

/// A pool or a cost layer that was reached.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    track: usize,
    /// The layer; `None` at moving average.
    pub layer: Option<i64>,
    /// The movement that it was first reached with; 0 where its own movements changed.
    pub reached: i64,
    /// The item.
    pub item: Item,
    /// The accounts of its group at the site.
    pub group: Accounts,
    /// The site.
    pub site: SiteCode,
}

/// Where late cost is.
#[derive(Debug, Default)]
pub(in crate::operations::rules) struct Found {
    pub(super) spots: Vec<Spot>,
    known: HashMap<(usize, Option<i64>), usize>,
    places: Vec<Place>,
    flows: Vec<(Way, Way, Fixed)>,
    /// The flow that brought goods back, by the movement with which they came back.
    back: HashMap<i64, usize>,
    ends: Vec<(Key, Fixed)>,
    end: HashMap<Key, usize>,
    /// What was taken, with a movement, and is there again with the movement that negates it.
    negated: Vec<(Key, i64, Fixed)>,
}

/// What happened at one place, in whole cents.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The place.
    pub spot: Spot,
    /// How much more stock is worth.
    pub stock: Money,
    /// What left with each movement, by account; negative for what came.
    pub moved: BTreeMap<(i64, AccountCode), Money>,
}

/// What left stock with a movement but stays the company's, in transit or in process, and where it is by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Onward {
    /// Still there.
    Under,
    /// Back in stock with a movement.
    In(i64),
    /// In an account, with a movement.
    Ended(i64),
}

/// How much more that is, by the movement with which it left.
pub(super) type Carried = BTreeMap<(i64, Onward), Money>;

impl Found {
    /// Returns the number of a place, which is a new one if it was not reached before.
    pub(super) fn place(&mut self, track: usize, layer: Option<i64>, at: &Track, reached: i64) -> usize {
        let next = self.spots.len();
        let place = *self.known.entry((track, layer)).or_insert(next);
        if place == next {
            self.places.push(Place::default());
            self.spots.push(Spot {
                track,
                layer,
                reached,
                item: at.item.clone(),
                group: at.group.clone(),
                site: at.site.clone(),
            });
        }
        place
    }

    /// Returns the track and the layer of a place.
    pub(super) fn spot(&self, place: usize) -> (usize, Option<i64>) {
        let spot = &self.spots[place];
        (spot.track, spot.layer)
    }

    /// Notes what stays at a place, which holds goods or not.
    pub(super) fn stays(&mut self, place: usize, value: Fixed, holds: bool) {
        self.places[place].stock += value;
        self.places[place].holds |= holds;
    }

    /// Notes what goes from one place to another.
    pub(super) fn flow(&mut self, from: Way, to: Way, value: Fixed) {
        self.back.insert(to.1, self.flows.len());
        self.flows.push((from, to, value));
    }

    /// Notes what ends.
    pub(super) fn end(&mut self, key: Key, value: Fixed) {
        let next = self.ends.len();
        let at = *self.end.entry(key.clone()).or_insert(next);
        if at == next {
            self.ends.push((key, Fixed::ZERO));
        }
        self.ends[at].1 += value;
    }

    /// Notes that a movement negates another, which had taken `value`: neither is a part of any leg, and both are told.
    pub(super) fn negated(&mut self, of: Key, movement: i64, value: Fixed) {
        match self.back.get(&of.movement) {
            Some(at) => {
                let (from, _, carried) = &mut self.flows[*at];
                *carried += value;
                let sold = Key::of(from.0, of.track, from.1, from.2.clone());
                self.end(sold, -value);
            }
            None => self.end(of.clone(), -value),
        }
        self.negated.push((of, movement, value));
    }

    /// Returns what that makes in whole cents of `amount`, place by place, the first ahead, and what transfers and work orders
    /// carry.
    pub(super) fn told(self, amount: Money) -> Result<(Vec<Told>, Carried), Halt> {
        let what = || {
            format!(
                "{amount} for {}, of which so much moved since,",
                self.spots[0].item.item
            )
        };
        let too_large = || Refusal::TooLarge { what: what() };
        let network = self.network();
        let rounded = network.rounded(amount).ok_or_else(too_large)?;
        let mut told: Vec<Told> = Vec::new();
        for (spot, stock) in self.spots.iter().zip(&rounded.stock) {
            let (spot, stock, moved) = (spot.clone(), *stock, BTreeMap::new());
            told.push(Told { spot, stock, moved });
        }
        let carried = self.spread(&rounded, &mut told);
        for (of, movement, value) in &self.negated {
            let value = value.cents().ok_or_else(too_large)?;
            let moved = &mut told[of.place].moved;
            *moved.entry((of.movement, of.account.clone())).or_default() += value;
            *moved.entry((*movement, of.account.clone())).or_default() -= value;
        }
        for it in &mut told {
            it.moved.retain(|_, value| !value.is_zero());
        }
        Ok((told, carried))
    }

    /// Returns what of `amount` is in stock or on its way; `None` if it is too large to tell.
    pub(in crate::operations::rules) fn held(&self, amount: Money) -> Option<Money> {
        let rounded = self.network().rounded(amount)?;
        let ends = self.ends.iter().zip(&rounded.ends);
        let on_the_way = ends.filter(|((key, _), _)| key.on_the_way);
        let stock = rounded.stock.iter().copied();
        Some(stock.chain(on_the_way.map(|(_, value)| *value)).sum())
    }

    fn network(&self) -> Network {
        let mut legs: HashMap<(usize, &AccountCode, i64), usize> = HashMap::new();
        let mut ends = Vec::with_capacity(self.ends.len());
        for (key, value) in &self.ends {
            let next = legs.len();
            let own = if key.on_the_way { key.movement } else { 0 };
            let leg = *legs.entry((key.track, &key.account, own)).or_insert(next);
            let from = key.place;
            let value = *value;
            ends.push(End { from, leg, value });
        }
        let flows = self.flows.iter();
        let flows = flows.map(|(from, to, value)| Flow {
            from: from.0,
            to: to.0,
            value: *value,
        });
        Network {
            places: self.places.clone(),
            flows: flows.collect(),
            ends,
        }
    }

    /// Tells every movement of a place what left with it; returns what transfers and work orders carry.
    fn spread(&self, rounded: &Rounded, told: &mut [Told]) -> Carried {
        let mut carried = Carried::new();
        let mut add = |place: usize, movement: i64, account: &AccountCode, value: Money| {
            let moved = &mut told[place].moved;
            *moved.entry((movement, account.clone())).or_default() += value;
        };
        for ((from, to, _), value) in self.flows.iter().zip(&rounded.flows) {
            add(from.0, from.1, &from.2, *value);
            add(to.0, to.1, &to.2, -*value);
            *carried.entry((from.1, Onward::In(to.1))).or_default() += *value;
        }
        for ((key, _), value) in self.ends.iter().zip(&rounded.ends) {
            match &key.via {
                Some((later, through)) => {
                    add(key.place, key.movement, through, *value);
                    add(key.place, *later, through, -*value);
                    add(key.place, *later, &key.account, *value);
                }
                None => add(key.place, key.movement, &key.account, *value),
            }
            let onward = match &key.via {
                Some((later, _)) => Onward::Ended(*later),
                None if key.on_the_way => Onward::Under,
                None => continue,
            };
            *carried.entry((key.movement, onward)).or_default() += *value;
        }
        carried
    }
}
