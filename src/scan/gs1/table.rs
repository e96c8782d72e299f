//! All application identifiers of the GS1 syntax dictionary of 2026-01-27.
//!
//! A row: identifier, data title, parts of the value, what it requires on its label (`&` and, `|` or, `+` both
//! together), what it excludes; then, for Digital Links, whether it is no data attribute, and the qualifiers if it is a
//! primary key. In patterns `n` stands for any digit.

use super::part::Check::{
    Country, CountryLetters, CountryOr999, Coupon, Currency, Day, Encoded, Hour, Hyphen, Iban, Importer,
    InnerPrefix, Latitude, Letter, LongDay, Longitude, Media, Minute, Mod10, Month, NoLeadingZero, NonZero,
    OfferFile, PackageType, Pair, PieceOfTotal, PositionOfTotal, Prefix, Second, Sex, Time, TimeOrNone,
    Winding, YesNo, Zero,
};
use super::part::{Part, n, n_upto, x, x_upto, y_upto, z_upto};
use super::row::{Facts, row};

const TRADE: &str = "01|02|03|8006|8026";
const ITEM: &str = "01|02|8006|8026";
const GOODS: &str = "01|02";
const LOGISTIC: &str = "00|01";
const PIECE: &str = "01|8006";
const PERSON: &str = "8017|8018";
const MEASURED: &str = "30|31nn|32nn|35nn|36nn";
const SIGNABLE: &str = "00|01+21|253|255|8003|8004|8006+21|8010+8011|8017|8018";

const GTIN: &[Part] = &[n(14).checked(Mod10).checked(InnerPrefix)];
const GLN: &[Part] = &[ISSUED];
const ISSUED: Part = n(13).checked(Mod10).checked(Prefix);
const DATE: &[Part] = &[n(6).checked(Month)];
const MEASURE: &[Part] = &[n(6)];
const PIECE_OF: &[Part] = &[
    n(14).checked(Mod10).checked(InnerPrefix),
    n(4).checked(PieceOfTotal),
];
const POSITION: &[Part] = &[n(10).checked(Latitude), n(10).checked(Longitude)];
const COUNTRY: Part = n(3).checked(Country);
const COUNTRIES: &[Part] = &[
    COUNTRY,
    COUNTRY.optional(),
    COUNTRY.optional(),
    COUNTRY.optional(),
    COUNTRY.optional(),
];
const DAY_OR_TWO: &[Part] = &[n(6).checked(Day), n(6).checked(Day).optional()];
const DAY_AND_TIME: &[Part] = &[n(6).checked(Day), n(4).checked(Time).optional()];
const BIRTH: &[Part] = &[n(8).checked(LongDay), n(4).checked(Time)];
const MOMENT: &[Part] = &[
    n(6).checked(Day),
    n(2).checked(Hour),
    n(2).checked(Minute).optional(),
    n(2).checked(Second).optional(),
];
const ROLL: &[Part] = &[
    n(4).checked(NonZero),
    n(5).checked(NonZero),
    n(3).checked(NonZero),
    n(1).checked(Winding),
    n(1),
];

/// The table, in the order of the identifiers' digits.
#[rustfmt::skip]
pub static TABLE: &[Facts<'static>] = &[
    row("00",        "SSCC",                      &[n(18).checked(Mod10).checked(InnerPrefix)], "", "").key(""),
    row("01",        "GTIN",                      GTIN, "", "255,37").key("22,10,21|235"),
    row("02",        "CONTENT",                   GTIN, "37", "01,03"),
    row("03",        "MTO GTIN",                  GTIN, "", "01,02,37").no_attribute(),
    row("10",        "BATCH/LOT",                 &[x_upto(20)], TRADE, ""),
    row("11",        "PROD DATE",                 DATE, TRADE, ""),
    row("12",        "DUE DATE",                  DATE, "8020", ""),
    row("13",        "PACK DATE",                 DATE, TRADE, ""),
    row("15",        "BEST BEFORE or BEST BY",    DATE, TRADE, ""),
    row("16",        "SELL BY",                   DATE, TRADE, ""),
    row("17",        "USE BY or EXPIRY",          DATE, "01|02|03|255|8006|8026", ""),
    row("20",        "VARIANT",                   &[n(2)], ITEM, ""),
    row("21",        "SERIAL",                    &[x_upto(20)], "01|03|8006", "235").no_attribute(),
    row("22",        "CPV",                       &[x_upto(20)], "01", "").no_attribute(),
    row("235",       "TPX",                       &[x_upto(28)], "01", "").no_attribute(),
    row("240",       "ADDITIONAL ID",             &[x_upto(30)], ITEM, ""),
    row("241",       "CUST. PART No.",            &[x_upto(30)], ITEM, ""),
    row("242",       "MTO VARIANT",               &[n_upto(6)], ITEM, ""),
    row("243",       "PCN",                       &[x_upto(20)], "01", ""),
    row("250",       "SECONDARY SERIAL",          &[x_upto(30)], "01|8006&21", ""),
    row("251",       "REF. TO SOURCE",            &[x_upto(30)], PIECE, ""),
    row("253",       "GDTI",                      &[ISSUED, x_upto(17).optional()], "", "").key(""),
    row("254",       "GLN EXTENSION COMPONENT",   &[x_upto(20)], "414", "").no_attribute(),
    row("255",       "GCN",                       &[ISSUED, n_upto(12).optional()], "", "01,02,415,8006,8020,8026").key(""),
    row("30",        "VAR. COUNT",                &[n_upto(8)], GOODS, ""),
    row("3100-3105", "NET WEIGHT (kg)",           MEASURE, GOODS, "310n"),
    row("3110-3115", "LENGTH (m)",                MEASURE, GOODS, "311n"),
    row("3120-3125", "WIDTH (m)",                 MEASURE, GOODS, "312n"),
    row("3130-3135", "HEIGHT (m)",                MEASURE, GOODS, "313n"),
    row("3140-3145", "AREA (m²)",                 MEASURE, GOODS, "314n"),
    row("3150-3155", "NET VOLUME (l)",            MEASURE, GOODS, "315n"),
    row("3160-3165", "NET VOLUME (m³)",           MEASURE, GOODS, "316n"),
    row("3200-3205", "NET WEIGHT (lb)",           MEASURE, GOODS, "320n"),
    row("3210-3215", "LENGTH (in)",               MEASURE, GOODS, "321n"),
    row("3220-3225", "LENGTH (ft)",               MEASURE, GOODS, "322n"),
    row("3230-3235", "LENGTH (yd)",               MEASURE, GOODS, "323n"),
    row("3240-3245", "WIDTH (in)",                MEASURE, GOODS, "324n"),
    row("3250-3255", "WIDTH (ft)",                MEASURE, GOODS, "325n"),
    row("3260-3265", "WIDTH (yd)",                MEASURE, GOODS, "326n"),
    row("3270-3275", "HEIGHT (in)",               MEASURE, GOODS, "327n"),
    row("3280-3285", "HEIGHT (ft)",               MEASURE, GOODS, "328n"),
    row("3290-3295", "HEIGHT (yd)",               MEASURE, GOODS, "329n"),
    row("3300-3305", "GROSS WEIGHT (kg)",         MEASURE, LOGISTIC, "330n"),
    row("3310-3315", "LENGTH (m), log",           MEASURE, LOGISTIC, "331n"),
    row("3320-3325", "WIDTH (m), log",            MEASURE, LOGISTIC, "332n"),
    row("3330-3335", "HEIGHT (m), log",           MEASURE, LOGISTIC, "333n"),
    row("3340-3345", "AREA (m²), log",            MEASURE, LOGISTIC, "334n"),
    row("3350-3355", "VOLUME (l), log",           MEASURE, LOGISTIC, "335n"),
    row("3360-3365", "VOLUME (m³), log",          MEASURE, LOGISTIC, "336n"),
    row("3370-3375", "KG PER m²",                 MEASURE, "01", "337n"),
    row("3400-3405", "GROSS WEIGHT (lb)",         MEASURE, LOGISTIC, "340n"),
    row("3410-3415", "LENGTH (in), log",          MEASURE, LOGISTIC, "341n"),
    row("3420-3425", "LENGTH (ft), log",          MEASURE, LOGISTIC, "342n"),
    row("3430-3435", "LENGTH (yd), log",          MEASURE, LOGISTIC, "343n"),
    row("3440-3445", "WIDTH (in), log",           MEASURE, LOGISTIC, "344n"),
    row("3450-3455", "WIDTH (ft), log",           MEASURE, LOGISTIC, "345n"),
    row("3460-3465", "WIDTH (yd), log",           MEASURE, LOGISTIC, "346n"),
    row("3470-3475", "HEIGHT (in), log",          MEASURE, LOGISTIC, "347n"),
    row("3480-3485", "HEIGHT (ft), log",          MEASURE, LOGISTIC, "348n"),
    row("3490-3495", "HEIGHT (yd), log",          MEASURE, LOGISTIC, "349n"),
    row("3500-3505", "AREA (in²)",                MEASURE, GOODS, "350n"),
    row("3510-3515", "AREA (ft²)",                MEASURE, GOODS, "351n"),
    row("3520-3525", "AREA (yd²)",                MEASURE, GOODS, "352n"),
    row("3530-3535", "AREA (in²), log",           MEASURE, LOGISTIC, "353n"),
    row("3540-3545", "AREA (ft²), log",           MEASURE, LOGISTIC, "354n"),
    row("3550-3555", "AREA (yd²), log",           MEASURE, LOGISTIC, "355n"),
    row("3560-3565", "NET WEIGHT (tr oz)",        MEASURE, GOODS, "356n"),
    row("3570-3575", "NET VOLUME (oz)",           MEASURE, GOODS, "357n"),
    row("3600-3605", "NET VOLUME (qt (US))",      MEASURE, GOODS, "360n"),
    row("3610-3615", "NET VOLUME (gal.)",         MEASURE, GOODS, "361n"),
    row("3620-3625", "VOLUME (qt (US)), log",     MEASURE, LOGISTIC, "362n"),
    row("3630-3635", "VOLUME (gal (US)), log",    MEASURE, LOGISTIC, "363n"),
    row("3640-3645", "NET VOLUME (in³)",          MEASURE, GOODS, "364n"),
    row("3650-3655", "NET VOLUME (ft³)",          MEASURE, GOODS, "365n"),
    row("3660-3665", "NET VOLUME (yd³)",          MEASURE, GOODS, "366n"),
    row("3670-3675", "VOLUME (in³), log",         MEASURE, LOGISTIC, "367n"),
    row("3680-3685", "VOLUME (ft³), log",         MEASURE, LOGISTIC, "368n"),
    row("3690-3695", "VOLUME (yd³), log",         MEASURE, LOGISTIC, "369n"),
    row("37",        "COUNT",                     &[n_upto(8)], "00&02|8026", ""),
    row("3900-3909", "AMOUNT",                    &[n_upto(15)], "255|8020", "390n,391n,394n,8111"),
    row("3910-3919", "AMOUNT",                    &[n(3).checked(Currency), n_upto(15)], "8020", "391n"),
    row("3920-3929", "PRICE",                     &[n_upto(15)], "01&30|31nn|32nn|35nn|36nn", "392n,393n"),
    row("3930-3939", "PRICE",                     &[n(3).checked(Currency), n_upto(15)], MEASURED, "393n"),
    row("3940-3943", "PRCNT OFF",                 &[n(4)], "255", "394n,8111"),
    row("3950-3955", "PRICE/UoM",                 MEASURE, MEASURED, "392n,393n,395n,8005"),
    row("400",       "ORDER NUMBER",              &[x_upto(30)], "", ""),
    row("401",       "GINC",                      &[x_upto(30).checked(Prefix)], "", "").key(""),
    row("402",       "GSIN",                      &[n(17).checked(Mod10).checked(Prefix)], "", "").key(""),
    row("403",       "ROUTE",                     &[x_upto(30)], "00", ""),
    row("410",       "SHIP TO LOC",               GLN, "", ""),
    row("411",       "BILL TO",                   GLN, "", ""),
    row("412",       "PURCHASE FROM",             GLN, "", ""),
    row("413",       "SHIP FOR LOC",              GLN, "", ""),
    row("414",       "LOC No.",                   GLN, "", "").key("254|7040"),
    row("415",       "PAY TO",                    GLN, "8020", "").key("8020"),
    row("416",       "PROD/SERV LOC",             GLN, "", ""),
    row("417",       "PARTY",                     GLN, "", "").key("7040"),
    row("420",       "SHIP TO POST",              &[x_upto(20)], "", "421"),
    row("421",       "SHIP TO POST",              &[n(3).checked(Country), x_upto(9)], "", "4307"),
    row("422",       "ORIGIN",                    &[n(3).checked(Country)], ITEM, "426"),
    row("423",       "COUNTRY - INITIAL PROCESS", COUNTRIES, GOODS, "426"),
    row("424",       "COUNTRY - PROCESS",         &[n(3).checked(Country)], GOODS, "426"),
    row("425",       "COUNTRY - DISASSEMBLY",     COUNTRIES, GOODS, "426"),
    row("426",       "COUNTRY - FULL PROCESS",    &[n(3).checked(Country)], GOODS, ""),
    row("427",       "ORIGIN SUBDIVISION",        &[x_upto(3)], "01|02&422", ""),
    row("4300",      "SHIP TO COMP",              &[x_upto(35).checked(Encoded)], "00", ""),
    row("4301",      "SHIP TO NAME",              &[x_upto(35).checked(Encoded)], "00", ""),
    row("4302",      "SHIP TO ADD1",              &[x_upto(70).checked(Encoded)], "00", ""),
    row("4303",      "SHIP TO ADD2",              &[x_upto(70).checked(Encoded)], "4302", ""),
    row("4304",      "SHIP TO SUB",               &[x_upto(70).checked(Encoded)], "00", ""),
    row("4305",      "SHIP TO LOC",               &[x_upto(70).checked(Encoded)], "00", ""),
    row("4306",      "SHIP TO REG",               &[x_upto(70).checked(Encoded)], "00", ""),
    row("4307",      "SHIP TO COUNTRY",           &[x(2).checked(CountryLetters)], "00", ""),
    row("4308",      "SHIP TO PHONE",             &[x_upto(30)], "00", ""),
    row("4309",      "SHIP TO GEO",               POSITION, "00", ""),
    row("4310",      "RTN TO COMP",               &[x_upto(35).checked(Encoded)], "00", ""),
    row("4311",      "RTN TO NAME",               &[x_upto(35).checked(Encoded)], "00", ""),
    row("4312",      "RTN TO ADD1",               &[x_upto(70).checked(Encoded)], "00", ""),
    row("4313",      "RTN TO ADD2",               &[x_upto(70).checked(Encoded)], "4312", ""),
    row("4314",      "RTN TO SUB",                &[x_upto(70).checked(Encoded)], "00", ""),
    row("4315",      "RTN TO LOC",                &[x_upto(70).checked(Encoded)], "00", ""),
    row("4316",      "RTN TO REG",                &[x_upto(70).checked(Encoded)], "00", ""),
    row("4317",      "RTN TO COUNTRY",            &[x(2).checked(CountryLetters)], "00", ""),
    row("4318",      "RTN TO POST",               &[x_upto(20)], "00", ""),
    row("4319",      "RTN TO PHONE",              &[x_upto(30)], "00", ""),
    row("4320",      "SRV DESCRIPTION",           &[x_upto(35).checked(Encoded)], "00", ""),
    row("4321",      "DANGEROUS GOODS",           &[n(1).checked(YesNo)], "00", ""),
    row("4322",      "AUTH TO LEAVE",             &[n(1).checked(YesNo)], "00", ""),
    row("4323",      "SIG REQUIRED",              &[n(1).checked(YesNo)], "00", ""),
    row("4324",      "NOT BEF DEL DT",            &[n(6).checked(Month), n(4).checked(TimeOrNone)], "00", ""),
    row("4325",      "NOT AFT DEL DT",            &[n(6).checked(Month), n(4).checked(TimeOrNone)], "00", ""),
    row("4326",      "REL DATE",                  &[n(6).checked(Day)], "00", ""),
    row("4330",      "MAX TEMP F.",               &[n(6), x(1).checked(Hyphen).optional()], "00", "4331"),
    row("4331",      "MAX TEMP C.",               &[n(6), x(1).checked(Hyphen).optional()], "00", "4330"),
    row("4332",      "MIN TEMP F.",               &[n(6), x(1).checked(Hyphen).optional()], "00", "4333"),
    row("4333",      "MIN TEMP C.",               &[n(6), x(1).checked(Hyphen).optional()], "00", "4332"),
    row("7001",      "NSN",                       &[n(13)], ITEM, ""),
    row("7002",      "MEAT CUT",                  &[x_upto(30)], GOODS, ""),
    row("7003",      "EXPIRY TIME",               &[n(6).checked(Day), n(4).checked(Time)], GOODS, ""),
    row("7004",      "ACTIVE POTENCY",            &[n_upto(4)], "01+10", ""),
    row("7005",      "CATCH AREA",                &[x_upto(12)], GOODS, ""),
    row("7006",      "FIRST FREEZE DATE",         &[n(6).checked(Day)], GOODS, ""),
    row("7007",      "HARVEST DATE",              DAY_OR_TWO, GOODS, ""),
    row("7008",      "AQUATIC SPECIES",           &[x_upto(3)], GOODS, ""),
    row("7009",      "FISHING GEAR TYPE",         &[x_upto(10)], GOODS, ""),
    row("7010",      "PROD METHOD",               &[x_upto(2)], GOODS, ""),
    row("7011",      "TEST BY DATE",              DAY_AND_TIME, GOODS, ""),
    row("7020",      "REFURB LOT",                &[x_upto(20)], "01|8006&416", ""),
    row("7021",      "FUNC STAT",                 &[x_upto(20)], PIECE, ""),
    row("7022",      "REV STAT",                  &[x_upto(20)], "7021", ""),
    row("7023",      "GIAI - ASSEMBLY",           &[x_upto(30).checked(Prefix)], "", ""),
    row("7030",      "PROCESSOR # 0",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7031",      "PROCESSOR # 1",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7032",      "PROCESSOR # 2",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7033",      "PROCESSOR # 3",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7034",      "PROCESSOR # 4",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7035",      "PROCESSOR # 5",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7036",      "PROCESSOR # 6",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7037",      "PROCESSOR # 7",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7038",      "PROCESSOR # 8",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7039",      "PROCESSOR # 9",             &[n(3).checked(CountryOr999), x_upto(27)], GOODS, ""),
    row("7040",      "UIC+EXT",                   &[n(1), x(1), x(1), x(1).checked(Importer)], "", "").no_attribute(),
    row("7041",      "UFRGT UNIT TYPE",           &[x_upto(4).checked(PackageType)], "00", "").no_attribute(),
    row("710",       "NHRN PZN",                  &[x_upto(20)], "01", ""),
    row("711",       "NHRN CIP",                  &[x_upto(20)], "01", ""),
    row("712",       "NHRN CN",                   &[x_upto(20)], "01", ""),
    row("713",       "NHRN DRN",                  &[x_upto(20)], "01", ""),
    row("714",       "NHRN AIM",                  &[x_upto(20)], "01", ""),
    row("715",       "NHRN NDC",                  &[x_upto(20)], "01", ""),
    row("716",       "NHRN AIC",                  &[x_upto(20)], "01", ""),
    row("717",       "NHRN SRN",                  &[x_upto(20)], "01", ""),
    row("7230",      "CERT # 1",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7231",      "CERT # 2",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7232",      "CERT # 3",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7233",      "CERT # 4",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7234",      "CERT # 5",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7235",      "CERT # 6",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7236",      "CERT # 7",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7237",      "CERT # 8",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7238",      "CERT # 9",                  &[x(2), x_upto(28)], "01|8004", ""),
    row("7239",      "CERT # 10",                 &[x(2), x_upto(28)], "01|8004", ""),
    row("7240",      "PROTOCOL",                  &[x_upto(20)], PIECE, ""),
    row("7241",      "AIDC MEDIA TYPE",           &[n(2).checked(Media)], PERSON, ""),
    row("7242",      "VCN",                       &[x_upto(25)], PERSON, ""),
    row("7250",      "DOB",                       &[n(8).checked(LongDay)], "8018", "7251"),
    row("7251",      "DOB TIME",                  BIRTH, "8018", "7250"),
    row("7252",      "BIO SEX",                   &[n(1).checked(Sex)], "8018", ""),
    row("7253",      "FAMILY NAME",               &[x_upto(40).checked(Encoded)], PERSON, "7256,7259"),
    row("7254",      "GIVEN NAME",                &[x_upto(40).checked(Encoded)], PERSON, "7256,7259"),
    row("7255",      "SUFFIX",                    &[x_upto(10)], PERSON, "7256,7259"),
    row("7256",      "FULL NAME",                 &[x_upto(90).checked(Encoded)], PERSON, ""),
    row("7257",      "PERSON ADDR",               &[x_upto(70).checked(Encoded)], "8018", ""),
    row("7258",      "BIRTH SEQUENCE",            &[x(3).checked(PositionOfTotal)], "8018+7259", ""),
    row("7259",      "BABY",                      &[x_upto(40).checked(Encoded)], "8018", "7256"),
    row("8001",      "DIMENSIONS",                ROLL, "01", ""),
    row("8002",      "CMT No.",                   &[x_upto(20)], "", ""),
    row("8003",      "GRAI",                      &[n(1).checked(Zero), ISSUED, x_upto(16).optional()], "", "").key(""),
    row("8004",      "GIAI",                      &[x_upto(30).checked(Prefix)], "", "").key("7040"),
    row("8005",      "PRICE PER UNIT",            MEASURE, GOODS, ""),
    row("8006",      "ITIP",                      PIECE_OF, "", "01,37").key("22,10,21"),
    row("8007",      "IBAN",                      &[x_upto(34).checked(Iban)], "415", ""),
    row("8008",      "PROD TIME",                 MOMENT, GOODS, ""),
    row("8009",      "OPTSEN",                    &[x_upto(50)], LOGISTIC, ""),
    row("8010",      "CPID",                      &[y_upto(30).checked(Prefix)], "", "").key("8011"),
    row("8011",      "CPID SERIAL",               &[n_upto(12).checked(NoLeadingZero)], "8010", "").no_attribute(),
    row("8012",      "VERSION",                   &[x_upto(20)], PIECE, ""),
    row("8013",      "GMN",                       &[x_upto(25).checked(Pair).checked(Prefix)], "", "").key(""),
    row("8014",      "MUDI",                      &[x_upto(25).checked(Pair).checked(Prefix).checked(Letter)], "01", "").no_attribute(),
    row("8017",      "GSRN - PROVIDER",           &[n(18).checked(Mod10).checked(Prefix)], "", "8018").key("8019"),
    row("8018",      "GSRN - RECIPIENT",          &[n(18).checked(Mod10).checked(Prefix)], "", "8017").key("8019"),
    row("8019",      "SRIN",                      &[n_upto(10)], PERSON, "").no_attribute(),
    row("8020",      "REF No.",                   &[x_upto(25)], "415", "").no_attribute(),
    row("8026",      "ITIP CONTENT",              PIECE_OF, "37", "02,8006"),
    row("8030",      "DIGSIG",                    &[z_upto(90)], SIGNABLE, ""),
    row("8040",      "IMEI",                      &[n(15)], "01+21", "").no_attribute(),
    row("8041",      "IMEI2",                     &[n(15)], "01+21+8040", "").no_attribute(),
    row("8042",      "ESIM",                      &[n(32)], "01+21+8040", "").no_attribute(),
    row("8043",      "PSIM",                      &[n(18), n_upto(2).optional()], "01+21+8040", "").no_attribute(),
    row("8110",      "",                          &[x_upto(70).checked(Coupon)], "", ""),
    row("8111",      "POINTS",                    &[n(4)], "255", ""),
    row("8112",      "",                          &[x_upto(70).checked(OfferFile)], "", ""),
    row("8200",      "PRODUCT URL",               &[x_upto(70)], "01", "").no_attribute(),
    row("90",        "INTERNAL",                  &[x_upto(30)], "", ""),
    row("91-99",     "INTERNAL",                  &[x_upto(90)], "", ""),
];

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use sha2::{Digest, Sha256};

    use crate::scan::gs1::dictionary::Dictionary;
    use crate::scan::gs1::row::Row;

    /// Returns the facts of the dictionary, one line a row: identifiers, `y` for a predefined length, `y` for a Digital
    /// Link attribute, parts, least and most characters, requirements, exclusions, qualifiers (`-` for a key without
    /// any) and title, between tabs.
    fn facts(row: &Row) -> String {
        let ai = row.first();
        let to = (row.last() != ai).then(|| format!("-{}", row.last()));
        let yes = |holds| if holds { "y" } else { "" };
        let requires = match row.requires.text() {
            "" => String::new(),
            rule => format!("({})", rule.replace('|', " OR ").replace('&', ") AND (")),
        };
        let link = match row.qualifiers.as_deref() {
            Some("") => "-",
            Some(qualifiers) => qualifiers,
            None => "",
        };
        format!(
            "{ai}{}\t{}\t{}\t{}\t{}\t{}\t{requires}\t{}\t{link}\t{}\n",
            to.unwrap_or_default(),
            yes(row.predefined),
            yes(row.attribute),
            row.form(),
            row.least,
            row.most,
            row.excludes.text(),
            row.title
        )
    }

    #[test]
    fn the_table_holds_the_facts_of_the_dictionary() {
        let rows = Dictionary::builtin().rows();
        let count = |holds: fn(&&Row) -> bool| rows.iter().filter(holds).count();
        assert_eq!(rows.len(), 224);
        assert_eq!(count(|row| row.predefined), 72);
        assert_eq!(count(|row| row.attribute), 208);
        assert_eq!(count(|row| row.qualifiers.is_some()), 16);
        let all: String = rows.iter().map(facts).collect();
        let digest = Sha256::digest(all).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        assert_eq!(
            digest, "ced05338699e5cccadd95ce0d8377e9036effe35f88c47259860a46355f87c8e",
            "a row differs from the dictionary of 2026-01-27"
        );
    }
}
