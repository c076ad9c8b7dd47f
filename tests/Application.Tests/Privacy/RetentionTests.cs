using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Privacy;

/// <summary>The table of delays: complete, bounded, and said in words.</summary>
public sealed class RetentionTests
{
    /// <summary>Columns of text that say nothing of a person: codes, keys, names of places and things, figures, public words.</summary>
    private static readonly string[] NotPersonal =
    [
        "accounts.concurrency_stamp", "accounts.security_stamp", "accreditations.note", "accreditations.territory", "audit_entries.commune_code", "audit_entries.territory",
        "bookings.commune_code", "bookings.item_category", "bookings.language", "bookings.reference", "cafe_sessions.title", "closed_communes.commune_code", "closed_periods.hash",
        "closed_periods.previous_hash", "closed_periods.statement", "closed_periods.territory", "closures.reason", "communes.*", "contact_messages.language", "contact_messages.territory",
        "data_links.language", "data_protection_keys.friendly_name", "data_protection_keys.xml", "departements.*", "epcis.*", "former_communes.*", "impact_rollups.*", "imported_calendars.*",
        "imported_providers.name", "imported_repairs.*", "imports.territory", "items.code", "items_left.item_category", "items_left.language", "items_left.slip", "ledger_entries.*",
        "objectives.territory", "opening_rules.services", "organisations.*", "people.languages", "places.*", "queue_tickets.category", "regions.*", "repairs.category_code", "repairs.commune_code",
        "repairs.item_code", "service_categories.category", "services.*", "site_texts.*", "skills.category", "territory_editions.*", "territory_memberships.territory",
        "courses.*", "course_sessions.*", "job_offers.*", "weighings.*", "weighing_lines.*", "stocks.*", "workforces.*", "tools.*", "tool_loans.language", "public_buyers.*", "purchase_lines.*", "retired_batches.*", "retired_stocks.*", "collection_terms.*", "collected_communes.*", "collection_rounds.*",
        "collection_requests.commune_code", "collection_requests.language", "collection_requests.reference", "collection_items.category_code", "reuse_items.*", "reuse_item_events.*", "spare_parts.*", "item_reservations.language", "enrolments.language",
        "waiting_entries.item_category", "waiting_entries.language", "instance_secrets.*", "territory_contacts.*", "file_entries.territory", "join_requests.commune_code", "join_requests.language", "lost_links.language",
        "proconnect_links.territory", "help_moderations.territory", "help_posts.category_code", "help_posts.commune_code", "help_posts.done_category_code", "help_posts.language", "help_threads.language",
    ];

    [Theory, BothDatabases]
    public async Task Every_column_that_may_tell_of_a_person_has_its_rule(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var ruled = Retention.Rules.SelectMany(r => r.Columns).ToHashSet(StringComparer.Ordinal);
        var columns = await instance.ReadAsync(db => Task.FromResult(db.Model.GetRelationalModel().Tables
            .SelectMany(t => t.Columns.Where(IsWritten).Select(c => $"{t.Name}.{c.Name}")).ToList()));

        columns.Count.ShouldBeGreaterThan(80);
        columns.Where(c => !ruled.Contains(c) && !NotPersonal.Contains(c) && !NotPersonal.Contains(c.Split('.')[0] + ".*"))
            .ShouldBeEmpty("say in Retention.Rules how long it is kept, or here that it tells of nobody");
        ruled.Except(columns).ShouldBeEmpty("a rule names a column that is not there");
    }

    [Fact]
    public void Every_rule_has_its_line_once_and_its_sentences_in_both_languages()
    {
        Retention.Rules.Select(r => r.What).ShouldBe(Enum.GetValues<KeptData>(), ignoreOrder: true);
        Retention.Rules.Where(r => r.Unit != RetentionUnit.None).Select(r => r.Setting).ShouldBeUnique();
        Retention.Rules.Where(r => r.Unit != RetentionUnit.None && (r.Default < r.Least || r.Default > r.Most || r.Least < 1)).ShouldBeEmpty();
        var catalog = new TextCatalog(typeof(RepairNet.Web.Shell.ShellServices).Assembly);
        Retention.Rules.SelectMany(r => new[] { r.Name, r.Start, r.Purpose, r.Ground, r.End }).Where(text => !catalog.Has(text)).ShouldBeEmpty();
    }

    [Fact]
    public void Delays_are_set_within_bounds_and_said_in_words()
    {
        var catalog = new TextCatalog();
        Retention.Default.InWords(KeptData.Bookings, catalog.French).ShouldBe("1 an");
        Retention.Default.InWords(KeptData.MailReceipts, catalog.French).ShouldBe("6 mois");
        Retention.Default.InWords(KeptData.QueueNames, catalog.English).ShouldBe("36 hours");
        Retention.Default.InWords(KeptData.Accounts, catalog.English).ShouldBe("2 years");
        var set = Retention.Read(name => name switch { "BookingMonths" => "3", "AccountWarningDays" => "45", "QueueNameHours" => " ", _ => null });
        (set.LengthOf(KeptData.Bookings), set.WarningDays, set.LengthOf(KeptData.QueueNames)).ShouldBe((3, 45, 36));
        set.Before(KeptData.Bookings, Instant.FromUtc(2027, 5, 31, 10, 0)).ShouldBe(Instant.FromUtc(2027, 2, 28, 10, 0));
        foreach (var wrong in new[] { "0", "-1", "37", "douze", "1e3" })
        {
            Should.Throw<FormatException>(() => Retention.Read(name => name == "BookingMonths" ? wrong : null)).Message.ShouldContain("Retention:BookingMonths");
        }

        // The databases themselves keep the log for a year.
        Should.Throw<FormatException>(() => Retention.Read(name => name == "AuditMonths" ? "11" : null));
    }

    /// <summary>Text that is no list of the program's own words.</summary>
    private static bool IsWritten(IColumn column)
    {
        var property = column.PropertyMappings[0].Property;
        var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        var model = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return stored == typeof(string) && !model.IsEnum && model != typeof(LocalDate) && model != typeof(LocalTime) && model != typeof(Guid);
    }
}
