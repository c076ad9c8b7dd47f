using System.Globalization;
using NodaTime;

namespace RepairNet.Application.Common;

/// <summary>
/// How dates, hours, numbers, weights, money and telephones are written for people, in one language. Pure: what is
/// written depends on nothing but the arguments.
/// </summary>
public sealed class Display
{
    private const decimal TonnesFromKg = 10_000m;

    /// <summary>Of a weight in kg: no item is weighed finer than to the milligram.</summary>
    private const int MilligramDecimals = 6;

    private static readonly string[] FrenchDays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    private static readonly string[] FrenchShortDays = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
    private static readonly string[] FrenchMonths = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
    private static readonly string[] FrenchShortMonths = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    private static readonly string[] EnglishDays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] EnglishShortDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] EnglishMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] EnglishShortMonths = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

    private static readonly Display French = new(Language.French);
    private static readonly Display English = new(Language.English);

    private readonly bool _english;
    private readonly NumberFormatInfo _numbers;

    private Display(Language language)
    {
        Language = language;
        _english = language == Language.English;
        _numbers = new NumberFormatInfo
        {
            NumberDecimalSeparator = _english ? "." : ",",
            NumberGroupSeparator = _english ? "," : Typography.NarrowNoBreak.ToString(),
            NegativeSign = "−",
        };
    }

    public Language Language { get; }

    public static Display In(Language language) => language == Language.English ? English : French;

    /// <summary>« 9 870 », “9,870”.</summary>
    public string Number(long number) => number.ToString("N0", _numbers);

    /// <summary>« 1,80 », “1.80”: rounded half away from zero, that many decimals always written.</summary>
    public string Number(decimal number, int decimals) =>
        decimal.Round(number, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), _numbers);

    /// <summary>« 64 % », “64%”, from a share between 0 and 1. Never 100 % nor 0 % for a share that is neither.</summary>
    public string Percent(decimal share)
    {
        var percent = decimal.Round(share * 100, 0, MidpointRounding.AwayFromZero);
        percent = share is > 0 and < 1 ? Math.Clamp(percent, 1, 99) : percent;
        return Number(percent, 0) + (_english ? "%" : Typography.NoBreak + "%");
    }

    /// <summary>« mardi 3 mars », « dimanche 1er mars », “Tuesday 3 March”.</summary>
    public string Day(LocalDate date) => $"{DayName(date.DayOfWeek)} {DayOfMonth(date)} {MonthName(date.Month)}";

    /// <summary>As <see cref="Day(LocalDate)"/>, with the year when it is not that of <paramref name="today"/>.</summary>
    public string Day(LocalDate date, LocalDate today) => date.Year == today.Year ? Day(date) : DayWithYear(date);

    /// <summary>« mardi 3 mars 2026 », for tickets and paper.</summary>
    public string DayWithYear(LocalDate date) => $"{Day(date)} {date.Year.ToString("0000", CultureInfo.InvariantCulture)}";

    /// <summary>« mar. 3 mars », “Tue 3 March”, for slots only.</summary>
    public string ShortDay(LocalDate date) =>
        $"{ShortDayName(date.DayOfWeek)} {DayOfMonth(date)} {ShortMonthName(date.Month)}";

    /// <summary>« 3 mars 2026 », without the day of the week: a list, a licence, a law.</summary>
    public string PlainDate(LocalDate date) => $"{DayOfMonth(date)} {MonthName(date.Month)} {date.Year.ToString("0000", CultureInfo.InvariantCulture)}";

    /// <summary>« mars 2026 ».</summary>
    public string Month(YearMonth month) => $"{MonthName(month.Month)} {month.Year.ToString("0000", CultureInfo.InvariantCulture)}";

    /// <summary>« mardi », “Tuesday”.</summary>
    public string DayName(IsoDayOfWeek day) => Pick(FrenchDays, EnglishDays)[(int)day - 1];

    /// <summary>« mar. », “Tue”.</summary>
    public string ShortDayName(IsoDayOfWeek day) => Pick(FrenchShortDays, EnglishShortDays)[(int)day - 1];

    /// <summary>« février », “February”; months count from 1.</summary>
    public string MonthName(int month) => Pick(FrenchMonths, EnglishMonths)[month - 1];

    /// <summary>« févr. », “Feb”; months count from 1.</summary>
    public string ShortMonthName(int month) => Pick(FrenchShortMonths, EnglishShortMonths)[month - 1];

    /// <summary>
    /// « du lundi 22 au mercredi 24 mars »; the month and the year are said twice only where they differ. One day alone
    /// when both are equal.
    /// </summary>
    public string Days(LocalDate from, LocalDate to, LocalDate today)
    {
        if (from == to)
        {
            return Day(from, today);
        }

        var end = Day(to, today);
        var start = from.Year != to.Year ? DayWithYear(from)
            : from.Month != to.Month ? Day(from)
            : $"{DayName(from.DayOfWeek)} {DayOfMonth(from)}";
        return _english ? $"from {start} to {end}" : $"du {start} au {end}";
    }

    /// <summary>« 9 h 30 », « 14 h », “9.30 am”, “2 pm”, “noon”.</summary>
    public string Hour(LocalTime time)
    {
        var minutes = time.Minute.ToString("00", CultureInfo.InvariantCulture);
        if (!_english)
        {
            return time.Minute == 0 ? $"{time.Hour}{Typography.NoBreak}h" : $"{time.Hour}{Typography.NoBreak}h{Typography.NoBreak}{minutes}";
        }

        if (time is { Hour: 0 or 12, Minute: 0 })
        {
            return time.Hour == 12 ? "noon" : "midnight";
        }

        var half = time.Hour < 12 ? "am" : "pm";
        return time.Minute == 0
            ? $"{time.ClockHourOfHalfDay}{Typography.NoBreak}{half}"
            : $"{time.ClockHourOfHalfDay}.{minutes}{Typography.NoBreak}{half}";
    }

    /// <summary>« de 9 h à 12 h », “from 9 am to noon”.</summary>
    public string Hours(LocalTime from, LocalTime to) => _english ? $"from {Hour(from)} to {Closing(to)}" : $"de {Hour(from)} à {Closing(to)}";

    /// <summary>« 9 h – 12 h », for tables.</summary>
    public string HoursShort(LocalTime from, LocalTime to) => $"{Hour(from)} – {Closing(to)}";

    /// <summary>« mardi 3 mars à 14 h », with the year when it is not that of <paramref name="today"/>.</summary>
    public string Moment(LocalDateTime moment, LocalDate today) => At(Day(moment.Date, today), moment.TimeOfDay);

    /// <summary>« mardi 3 mars 2026 à 14 h », for tickets, mails and paper.</summary>
    public string MomentWithYear(LocalDateTime moment) => At(DayWithYear(moment.Date), moment.TimeOfDay);

    /// <summary>« mar. 3 mars à 14 h ».</summary>
    public string ShortMoment(LocalDateTime moment) => At(ShortDay(moment.Date), moment.TimeOfDay);

    /// <summary>As <see cref="Hour(LocalTime)"/>; within the hour that autumn repeats, which of the two: « 2 h 30 (heure d’été) », « 2 h 30 (heure d’hiver) ».</summary>
    public string Hour(ZonedDateTime moment) => Hour(moment.TimeOfDay) + WhichOfTwo(moment);

    /// <summary>As <see cref="Moment(LocalDateTime, LocalDate)"/>, and which of the two hours where autumn repeats one.</summary>
    public string Moment(ZonedDateTime moment, LocalDate today) => Moment(moment.LocalDateTime, today) + WhichOfTwo(moment);

    /// <summary>As <see cref="MomentWithYear(LocalDateTime)"/>, and which of the two hours where autumn repeats one.</summary>
    public string MomentWithYear(ZonedDateTime moment) => MomentWithYear(moment.LocalDateTime) + WhichOfTwo(moment);

    /// <summary>As <see cref="ShortMoment(LocalDateTime)"/>, and which of the two hours where autumn repeats one.</summary>
    public string ShortMoment(ZonedDateTime moment) => ShortMoment(moment.LocalDateTime) + WhichOfTwo(moment);

    /// <summary>« 45 minutes », « 60 minutes », « 1 h 30 », « 2 heures », from whole minutes.</summary>
    public string Minutes(int minutes)
    {
        const char nb = Typography.NoBreak;
        if (minutes <= 60)
        {
            return $"{minutes}{nb}{(minutes <= 1 ? "minute" : "minutes")}";
        }

        var (hours, rest) = (minutes / 60, minutes % 60);
        return rest == 0 ? $"{hours}{nb}{(_english ? "hours" : "heures")}"
            : _english ? $"{hours}{nb}h {rest}{nb}min"
            : $"{hours}{nb}h{nb}{rest.ToString("00", CultureInfo.InvariantCulture)}";
    }

    /// <summary>« 45 min », « 3 h », « 1 h 30 », from whole minutes: where there is little room.</summary>
    public string ShortMinutes(int minutes)
    {
        const char nb = Typography.NoBreak;
        var (hours, rest) = (minutes / 60, minutes % 60);
        return hours == 0 ? $"{minutes}{nb}min"
            : rest == 0 ? $"{Number(hours)}{nb}h"
            : $"{Number(hours)}{nb}h{nb}{rest.ToString("00", CultureInfo.InvariantCulture)}" + (_english ? $"{nb}min" : "");
    }

    /// <summary>« 0,6 km », « 12 km »: as the crow flies, one decimal under 10 km, none above.</summary>
    public string Distance(double km)
    {
        var tenths = decimal.Round((decimal)km, 1, MidpointRounding.AwayFromZero);
        return $"{(tenths < 10 ? Number(tenths, 1) : Number((decimal)km, 0))}{Typography.NoBreak}km";
    }

    /// <summary>« 1,8 kg », « 240 kg », « 12,3 t »: one decimal under 100, none above, tonnes from 10 000 kg.</summary>
    public string Weight(decimal kg) => WithUnit(kg, Scale.For(kg), Scale.For(kg).Round(kg));

    /// <summary>The weight of one item: the same, but two decimals under 1 kg, and as many as it takes not to be nothing: « 0,15 kg », « 0,004 kg ».</summary>
    public string ItemWeight(decimal kg) => WithUnit(kg, Scale.ForItem(kg), Scale.ForItem(kg).Round(kg));

    /// <summary>A weight exactly as it was typed, to be looked at again: « 0,0046 kg », « 120 kg ».</summary>
    public string TypedWeight(decimal kg) => $"{Number(kg, Enumerable.Range(0, MilligramDecimals).FirstOrDefault(d => decimal.Round(kg, d) == kg, MilligramDecimals))}{Typography.NoBreak}kg";

    /// <summary>« 6,20 kg », as on the scale; with more decimals where two would say nothing: « 0,004 kg ».</summary>
    public string ScaleWeight(decimal kg)
    {
        var decimals = kg == 0 ? 2 : Enumerable.Range(2, MilligramDecimals - 1).FirstOrDefault(d => decimal.Round(kg, d, MidpointRounding.AwayFromZero) != 0, 2);
        return $"{Number(kg, decimals)}{Typography.NoBreak}kg";
    }

    /// <summary>The number and the unit of <see cref="Weight"/> apart, for a figure whose unit is smaller.</summary>
    public (string Number, string Unit) WeightParts(decimal kg)
    {
        var scale = Scale.For(kg);
        return (Number(scale.Round(kg), scale.Decimals), scale.Unit);
    }

    /// <summary>
    /// « 1,8 kg (estimé entre 1,4 et 2,5) »: low rounded down, high rounded up, all in the unit of the central value.
    /// Without uncertainty (a weighed value), no bracket.
    /// </summary>
    public string Estimate(decimal lowKg, decimal centralKg, decimal highKg)
    {
        var central = Weight(centralKg);
        return lowKg == highKg ? central : Estimated(central, Bounds(Scale.For(centralKg), lowKg, highKg));
    }

    /// <summary><see cref="Estimate"/> of one item: « 0,15 kg (estimé entre 0,09 et 0,18) ».</summary>
    public string ItemEstimate(decimal lowKg, decimal centralKg, decimal highKg)
    {
        var central = ItemWeight(centralKg);
        return lowKg == highKg ? central : Estimated(central, Bounds(Scale.ForItem(centralKg), lowKg, highKg));
    }

    /// <summary>« entre 1,4 et 2,5 kg », low rounded down and high rounded up in the unit of the central value.</summary>
    public string Between(decimal lowKg, decimal centralKg, decimal highKg) => Between(Scale.For(centralKg), lowKg, highKg);

    /// <summary>The same of one item: « entre 0,09 et 0,18 kg ».</summary>
    public string ItemBetween(decimal lowKg, decimal centralKg, decimal highKg) => Between(Scale.ForItem(centralKg), lowKg, highKg);

    /// <summary>« 45 € », « 12,50 € », « gratuit » for 0.</summary>
    public string Money(decimal euros)
    {
        if (euros == 0)
        {
            return _english ? "free" : "gratuit";
        }

        var amount = Number(euros, decimal.Round(euros, 2) == decimal.Truncate(euros) ? 0 : 2);
        return _english ? $"€{amount}" : $"{amount}{Typography.NoBreak}€";
    }

    /// <summary>The same from cents: « 45 € », « 12,50 € ».</summary>
    public string Cents(long cents) => Money(cents / 100m);

    /// <summary>Between a word and what it is said of: « Rendu : Nora ».</summary>
    public string Colon => _english ? ": " : Typography.NoBreak + ": ";

    /// <summary>« a », « a et b », « a, b et c ».</summary>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {(_english ? "and" : "et")} {items[^1]}",
    };

    /// <summary>« 04 65 71 20 10 » for French numbers, in pairs; « +41 22 791 21 11 » as written elsewhere. See <see cref="Telephone"/>.</summary>
    public static string Phone(string number) => Telephone.Written(number);

    /// <summary>« tel:+33465712010 ».</summary>
    public static string PhoneLink(string number) => Telephone.Link(number);

    /// <summary>The same words with a capital first: « Mardi 3 mars ».</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The value of a <c>datetime</c> attribute for a local moment: « 2026-03-03T14:00 ».</summary>
    public static string Iso(LocalDateTime moment) => NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Format(moment);

    private string Estimated(string central, (string Low, string High) between) =>
        _english ? $"{central} (estimated between {between.Low} and {between.High})" : $"{central} (estimé entre {between.Low} et {between.High})";

    private string Between(Scale scale, decimal lowKg, decimal highKg)
    {
        var (low, high) = Bounds(scale, lowKg, highKg);
        return _english ? $"between {low} and {high}{Typography.NoBreak}{scale.Unit}" : $"entre {low} et {high}{Typography.NoBreak}{scale.Unit}";
    }

    private (string Low, string High) Bounds(Scale scale, decimal lowKg, decimal highKg) => (Number(scale.Down(lowKg), scale.Decimals), Number(scale.Up(highKg), scale.Decimals));

    private string WithUnit(decimal kg, Scale scale, decimal rounded) => $"{Number(rounded, scale.Decimals)}{Typography.NoBreak}{scale.Unit}";

    /// <summary>The end of a day is its midnight, not that of its beginning.</summary>
    private string Closing(LocalTime to) => to == LocalTime.Midnight && !_english ? $"24{Typography.NoBreak}h" : Hour(to);

    private string WhichOfTwo(ZonedDateTime moment) => moment.Zone.MapLocal(moment.LocalDateTime) is not { Count: > 1 } twice ? ""
        : twice.First().Offset == moment.Offset ? _english ? " (summer time)" : " (heure d’été)"
        : _english ? " (winter time)" : " (heure d’hiver)";

    private string At(string day, LocalTime time) => _english ? $"{day} at {Hour(time)}" : $"{day} à {Hour(time)}";

    private string DayOfMonth(LocalDate date) => date.Day == 1 && !_english ? "1er" : date.Day.ToString(CultureInfo.InvariantCulture);

    private string[] Pick(string[] french, string[] english) => _english ? english : french;

    /// <summary>The unit and the decimals in which a weight is written.</summary>
    private readonly record struct Scale(decimal KgPerUnit, int Decimals, string Unit)
    {
        public static Scale For(decimal kg)
        {
            // The unit is chosen after rounding, so that 9 999,7 kg is « 10,0 t » and not « 10 000 kg ».
            var size = decimal.Round(Math.Abs(kg), 0, MidpointRounding.AwayFromZero) >= TonnesFromKg ? 1000m : 1m;
            var decimals = decimal.Round(Math.Abs(kg) / size, 1, MidpointRounding.AwayFromZero) < 100 ? 1 : 0;
            return new Scale(size, decimals, size == 1m ? "kg" : "t");
        }

        public static Scale ForItem(decimal kg)
        {
            // Under 1 kg as it is written: 0,996 kg is « 1,0 kg », as 1,02 kg is.
            if (decimal.Round(kg, 2, MidpointRounding.AwayFromZero) >= 1 || kg <= 0)
            {
                return For(kg);
            }

            var decimals = 2;
            while (decimals < MilligramDecimals && decimal.Round(kg, decimals, MidpointRounding.AwayFromZero) == 0)
            {
                decimals++;
            }

            return new Scale(1m, decimals, "kg");
        }

        public decimal Round(decimal kg) => decimal.Round(kg / KgPerUnit, Decimals, MidpointRounding.AwayFromZero);

        public decimal Down(decimal kg) => decimal.Round(kg / KgPerUnit, Decimals, MidpointRounding.ToNegativeInfinity);

        public decimal Up(decimal kg) => decimal.Round(kg / KgPerUnit, Decimals, MidpointRounding.ToPositiveInfinity);
    }
}
