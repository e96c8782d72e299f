//! Fees of sales channels. They are calculated in reports and never posted; the channel's bill is.

use super::amount::Money;
use super::code::Channel;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// The basis of a percentage fee.
    pub enum FeeBasis {
        /// Of sales without tax.
        Net = "net",
        /// Of sales with tax.
        Gross = "gross",
    }
}

record! {
    table "channel_fees", key 2, orders [], append_only false;
    /// Fees of a channel from a day on, until its next record.
    pub struct ChannelFee {
        /// The channel.
        channel: Channel,
        /// First day in force.
        since: NaiveDate,
        /// Percentage of sales, in parts per million.
        rate_ppm: i64,
        /// What the percentage is of.
        basis: FeeBasis,
        /// Fixed fee per order, or per paper if goods left without an order.
        fixed: Money,
    }
}
