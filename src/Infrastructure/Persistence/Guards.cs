using Microsoft.EntityFrameworkCore.Migrations;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// What the databases refuse by themselves, beyond what a model can say: two bookings on one bench, and a ledger line
/// changed. The migrations call these.
/// </summary>
public static class Guards
{
    /// <summary>PostgreSQL: an exclusion constraint over bench and time.</summary>
    public static void AddPostgres(MigrationBuilder migration)
    {
        migration.Sql("""
            ALTER TABLE occupancies ADD CONSTRAINT no_two_on_one_bench
              EXCLUDE USING gist (place_id WITH =, bench WITH =, tstzrange(start, "end", '[)') WITH &&);
            """);
        migration.Sql($"""
            CREATE FUNCTION ledger_entries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN RAISE EXCEPTION '{LedgerOnlyGrows}'; END; $f$;
            CREATE TRIGGER ledger_entries_only_grow BEFORE UPDATE OR DELETE ON ledger_entries
              FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse_change();
            """);
    }

    private const string LedgerOnlyGrows = "The ledger only grows: write a reversal.";

    /// <summary>SQLite: triggers. 24 hours bound the search: no occupancy is longer (BookingTerms.LongestOccupancy).</summary>
    public static void AddSqlite(MigrationBuilder migration)
    {
        foreach (var (name, when) in new[] { ("insert", "INSERT"), ("update", "UPDATE OF place_id, bench, start, \"end\"") })
        {
            migration.Sql($"""
                CREATE TRIGGER occupancies_no_two_on_one_bench_{name} BEFORE {when} ON occupancies
                WHEN EXISTS (
                  SELECT 1 FROM occupancies o
                  WHERE o.place_id = NEW.place_id AND o.bench = NEW.bench AND o.booking_id <> NEW.booking_id
                    AND o.start < NEW."end" AND o.start > NEW.start - 86400000 AND o."end" > NEW.start)
                BEGIN SELECT RAISE(ABORT, 'no_two_on_one_bench'); END;
                """);
        }

        foreach (var change in new[] { "UPDATE", "DELETE" })
        {
            migration.Sql($"""
                CREATE TRIGGER ledger_entries_refuse_{change} BEFORE {change} ON ledger_entries
                BEGIN SELECT RAISE(ABORT, '{LedgerOnlyGrows}'); END;
                """);
        }
    }
}
