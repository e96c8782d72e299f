//! The replay: everything from the beginning, in fractions.

use super::order::{in_days, without_gains_taken_back};
use super::pool::{Layer, Part, Pool, share};
use super::read::{Event, History, Laid, What, fraction};
use binledger::domain::code::{ItemCode, SiteCode};
use binledger::domain::company::Method;
use num_rational::BigRational;
use std::collections::{BTreeMap, HashMap, HashSet};

type Key = (ItemCode, SiteCode);

/// What everything is worth.
pub(super) struct Exact {
    values: HashMap<i64, BigRational>,
    pools: BTreeMap<Key, Pool>,
    parts: HashMap<i64, Vec<Part>>,
    loose: HashSet<Key>,
}

impl Exact {
    /// What stock gained by a movement; `None` if that can't be told.
    pub fn value(&self, event: &Event) -> Option<BigRational> {
        let key = event.key();
        let is_short = self.pools.get(&key).is_some_and(|pool| pool.owes(event.seq));
        if self.loose.contains(&key) || is_short {
            return None;
        }
        let value = self.values.get(&event.seq)?.clone();
        Some(if event.qty < fraction(0) { -value } else { value })
    }

    /// Late cost in which goods take part that left another layer than its own.
    fn of_its_layer(&self, history: &History, laid: &Laid) -> Laid {
        let mut laid = laid.clone();
        let on = history.events.iter().find(|event| event.seq == laid.on);
        if on.is_some_and(|on| history.methods[&on.item] == Method::Fifo) {
            for (seq, qty) in &mut laid.apart {
                let parts = self.parts.get(seq).into_iter().flatten();
                let own = parts.filter(|part| part.layer == laid.on);
                let own: BigRational = own.map(|part| part.qty.clone()).sum();
                *qty = own.min(qty.clone());
            }
        }
        laid
    }

    pub fn pool(&self, item: &ItemCode, site: &SiteCode) -> Option<&Pool> {
        let key = (item.clone(), site.clone());
        self.pools.get(&key).filter(|_| !self.loose.contains(&key))
    }
}

/// Works through everything that was entered before movement `end`. Late cost adds up, so that each bill of which some
/// goods take no part has a replay of its own.
pub(super) fn replay(history: &History, end: i64, found: &HashMap<i64, BigRational>) -> Exact {
    let stands = |laid: &&Laid| laid.by < end && laid.until.is_none_or(|until| end <= until);
    let (apart, common): (Vec<&Laid>, Vec<&Laid>) = history
        .laid
        .iter()
        .filter(stands)
        .partition(|laid| !laid.apart.is_empty());
    let mut brought = found.clone();
    for laid in common {
        *brought.entry(laid.on).or_insert_with(|| fraction(0)) += &laid.amount;
    }
    let mut exact = Run::new(history, end, brought, None).finish();
    for laid in apart {
        let brought = HashMap::from([(laid.on, laid.amount.clone())]);
        let laid = exact.of_its_layer(history, laid);
        let own = Run::new(history, end, brought, Some(&laid)).finish();
        exact.loose.extend(own.loose);
        for (seq, value) in own.values {
            *exact.values.get_mut(&seq).expect("the same movements") += value;
        }
        for (key, pool) in own.pools {
            let all = exact.pools.get_mut(&key).expect("the same pools");
            all.value += pool.value;
            for (all, own) in all.layers.iter_mut().zip(pool.layers) {
                all.value += own.value;
            }
        }
    }
    exact
}

/// One replay.
struct Run<'a> {
    history: &'a History,
    /// What came at a value, and late cost.
    brought: HashMap<i64, BigRational>,
    /// Late cost that is followed by itself: nothing else has a value.
    alone: Option<&'a Laid>,
    by_seq: HashMap<i64, usize>,
    values: HashMap<i64, BigRational>,
    parts: HashMap<i64, Vec<Part>>,
    /// What came and covered something.
    covering: HashSet<i64>,
    pools: BTreeMap<Key, Pool>,
    loose: HashSet<Key>,
}

impl<'a> Run<'a> {
    fn new(
        history: &'a History,
        end: i64,
        brought: HashMap<i64, BigRational>,
        alone: Option<&'a Laid>,
    ) -> Self {
        let known = history.events.iter().take_while(|event| event.seq < end);
        let mut orders: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (at, event) in known.enumerate() {
            orders.entry(event.key()).or_default().push(at);
        }
        let mut loose = HashSet::new();
        let mut pools = BTreeMap::new();
        for (key, order) in orders {
            let by_day = match history.methods[&key.0] {
                Method::Fifo => history.replays,
                method => method == Method::Average,
            };
            let entered = order.len();
            let (order, sound) = if by_day {
                in_days(history, &order)
            } else {
                (without_gains_taken_back(history, order), true)
            };
            // What is entered late or taken back shares out again what is billed of goods of which some went back.
            let is_on = |laid: &Laid| {
                history
                    .events
                    .iter()
                    .any(|it| it.seq == laid.on && it.key() == key)
            };
            let mut taken_back = history.laid.iter().filter(|laid| laid.until.is_some());
            let is_changed = !order.is_sorted() || order.len() < entered || taken_back.any(is_on);
            let is_shared_again = is_changed && alone.is_some_and(is_on);
            if !sound || is_shared_again || history.methods[&key.0] == Method::Standard {
                loose.insert(key.clone());
            }
            pools.insert(key, Pool::new(order));
        }
        Self {
            history,
            brought,
            alone,
            by_seq: (0..)
                .zip(&history.events)
                .map(|(at, event)| (event.seq, at))
                .collect(),
            values: HashMap::new(),
            parts: HashMap::new(),
            covering: HashSet::new(),
            pools,
            loose,
        }
    }

    fn finish(mut self) -> Exact {
        let keys: Vec<Key> = self.pools.keys().cloned().collect();
        for key in keys {
            while let Some(at) = self.pools[&key].due() {
                self.work(&key, at);
            }
        }
        Exact {
            values: self.values,
            parts: self.parts,
            pools: self.pools,
            loose: self.loose,
        }
    }

    /// What a movement of any pool was worth, for something that happens in the pool `by`.
    fn worth(&mut self, seq: i64, by: &Key) -> BigRational {
        let event = &self.history.events[self.by_seq[&seq]];
        let key = event.key();
        while !self.values.contains_key(&seq) && !self.pools[&key].busy {
            let Some(at) = self.pools[&key].due() else { break };
            self.work(&key, at);
        }
        let is_short = self.pools[&key].owes(seq);
        let known = self.values.get(&seq).cloned();
        if known.is_none() || is_short || self.loose.contains(&key) {
            self.loose.insert(by.clone());
        }
        known.unwrap_or_else(|| fraction(0))
    }

    /// The next thing that happens in a pool.
    fn work(&mut self, key: &Key, at: usize) {
        self.pools.get_mut(key).expect("a pool").busy = true;
        let event = &self.history.events[at];
        if self.history.methods[&key.0] == Method::Standard {
            let value = fraction(if self.alone.is_some() {
                0
            } else {
                event.posted.0.abs()
            });
            self.values.insert(event.seq, value);
        } else if let What::Undone(of) = event.what {
            self.undo(key, event, of);
        } else if let What::Gained(parts) = &event.what {
            self.gain(key, event, parts);
        } else if event.qty < fraction(0) {
            self.leave(key, event);
        } else {
            let value = self.came(event);
            self.values.insert(event.seq, value.clone());
            self.arrive(key, event, value);
        }
        let pool = self.pools.get_mut(key).expect("a pool");
        (pool.next, pool.busy) = (pool.next + 1, false);
    }

    /// The value at which goods come.
    fn came(&mut self, event: &Event) -> BigRational {
        let key = event.key();
        let own = self.brought.get(&event.seq).cloned();
        let alone = self.alone.is_some();
        let given = |value: &BigRational| if alone { fraction(0) } else { value.clone() };
        let part = |history: &History, at: usize| &event.qty / -&history.events[at].qty;
        match &event.what {
            What::Came(value) => given(value) + own.unwrap_or_else(|| fraction(0)),
            What::Found(value) => own.filter(|_| !alone).unwrap_or_else(|| given(value)),
            What::CameBack(of) => self.worth(*of, &key) * part(self.history, self.by_seq[of]),
            What::Arrived(of, freight) => {
                (self.worth(*of, &key) + given(freight)) * part(self.history, self.by_seq[of])
            }
            What::Made(of, labour) => {
                let parts = of.iter().map(|of| self.worth(*of, &key));
                parts.sum::<BigRational>() + given(labour)
            }
            What::Processed(parts, labour) => {
                let parts = parts.iter().map(|(of, part)| self.worth(*of, &key) * part);
                parts.sum::<BigRational>() + given(labour)
            }
            What::CameOut {
                value,
                of,
                then,
                weight,
            } => {
                let came = own.filter(|_| !alone).unwrap_or_else(|| given(value));
                let parts = of.iter().map(|of| self.worth(*of, &key));
                came + (parts.sum::<BigRational>() - given(then)) * weight
            }
            What::Left | What::WentBack(_) | What::Gained(_) | What::Undone(_) => {
                unreachable!("{event:?} comes")
            }
        }
    }

    /// Goods leave: at FIFO those of the layers, else a share of the pool.
    fn leave(&mut self, key: &Key, event: &Event) {
        let apart = self.alone.and_then(|laid| laid.apart.get(&event.seq).cloned());
        let apart = apart.unwrap_or_else(|| fraction(0));
        let qty = -&event.qty;
        let by_layer = self.history.methods[&key.0] == Method::Fifo;
        let pool = self.pools.get_mut(key).expect("a pool");
        let held = pool.qty.clone().max(fraction(0));
        let taken = qty.clone().min(held.clone());
        let value = if by_layer {
            let first = match event.what {
                What::WentBack(of) => Some(of),
                _ => None,
            };
            let parts = pool.take(&taken, first, &apart);
            let value = parts.iter().map(|part| part.value.clone()).sum();
            self.parts.insert(event.seq, parts);
            value
        } else {
            let (part, whole) = (&taken - &apart, &held - &pool.aside);
            pool.aside -= apart;
            share(&pool.value, &part, &whole)
        };
        pool.qty -= &qty;
        pool.value -= &value;
        if taken < qty {
            pool.short.push_back((event.seq, qty - taken));
        }
        self.values.insert(event.seq, value);
    }

    /// Goods arrive: what left before they came costs its share of them.
    fn arrive(&mut self, key: &Key, event: &Event, value: BigRational) {
        let by_layer = self.history.methods[&key.0] == Method::Fifo;
        let own = self.alone.filter(|laid| laid.on == event.seq);
        let aside: BigRational = own.iter().flat_map(|laid| laid.apart.values()).sum();
        let pool = self.pools.get_mut(key).expect("a pool");
        let (mut qty, mut left) = (event.qty.clone(), value);
        let mut covered = Vec::new();
        while fraction(0) < qty
            && let Some((seq, open)) = pool.short.pop_front()
        {
            let part = open.clone().min(qty.clone());
            let value = share(&left, &part, &(&qty - &aside));
            qty -= &part;
            left -= &value;
            if part < open {
                pool.short.push_front((seq, open - part.clone()));
            }
            covered.push((seq, part, value));
        }
        pool.qty += &event.qty;
        pool.value += &left;
        if by_layer {
            let (seq, apart) = (event.seq, fraction(0));
            for (short, qty, value) in &covered {
                let (layer, qty, value, apart) = (seq, qty.clone(), value.clone(), apart.clone());
                let parts = self.parts.entry(*short).or_default();
                parts.push(Part {
                    layer,
                    qty,
                    value,
                    apart,
                });
            }
            pool.layers.push(Layer {
                seq,
                qty,
                value: left,
                aside,
            });
        } else {
            pool.aside += aside;
        }
        if !covered.is_empty() {
            self.covering.insert(event.seq);
        }
        for (seq, _, value) in covered {
            *self.values.get_mut(&seq).expect("it left") += value;
        }
    }

    /// What is there is worth more or less.
    fn gain(&mut self, key: &Key, event: &Event, parts: &[(i64, BigRational)]) {
        let pool = self.pools.get_mut(key).expect("a pool");
        if self.alone.is_none() {
            pool.value += fraction(event.posted.0);
            for (seq, value) in parts {
                let layer = pool.layers.iter_mut().find(|layer| layer.seq == *seq);
                layer.expect("a layer that is there").value += value;
            }
        }
        self.values.insert(event.seq, fraction(event.posted.0));
    }

    /// A movement is taken back: what it brought goes out as it came in, what it took comes back to where it was. Not what
    /// covered something, which is to be covered again.
    fn undo(&mut self, key: &Key, event: &Event, of: i64) {
        let is_short = self.pools[key].owes(of);
        let value = self.worth(of, key);
        let parts = self.parts.get(&of).cloned().unwrap_or_default();
        let by_layer = self.history.methods[&key.0] == Method::Fifo;
        let apart = self.alone.and_then(|laid| laid.apart.get(&of).cloned());
        let pool = self.pools.get_mut(key).expect("a pool");
        if is_short || !pool.short.is_empty() || self.covering.contains(&of) {
            self.loose.insert(key.clone());
        }
        pool.qty += &event.qty;
        if event.qty < fraction(0) {
            pool.value -= &value;
            pool.layers.retain(|layer| layer.seq != of);
        } else {
            pool.value += &value;
            if by_layer {
                pool.put_back(parts);
            } else {
                pool.aside += apart.unwrap_or_else(|| fraction(0));
            }
        }
        self.values.insert(event.seq, value);
    }
}
