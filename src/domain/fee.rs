//! What sales channels charge for what is sold through them. It is figured in reports and never posted: the channel's own
//! bill is.

use super::amount::Money;
use super::code::Channel;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What a channel takes its percentage of.
    pub enum FeeBasis {
        /// Of sales without tax.
        Net = "net",
        /// Of sales with tax.
        Gross = "gross",
    }
}

record! {
    table "channel_fees", key 2, orders [], append_only false;
    /// What a channel charges from a day on, until a later one.
    pub struct ChannelFee {
        /// The channel.
        channel: Channel,
        /// The first day on which it holds.
        since: NaiveDate,
        /// Parts per million of the sales.
        rate_ppm: i64,
        /// Of what sales that is.
        basis: FeeBasis,
        /// Charged besides for each order, or each paper where goods left without an order.
        fixed: Money,
    }
}
