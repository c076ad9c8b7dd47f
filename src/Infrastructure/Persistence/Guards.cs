using Microsoft.EntityFrameworkCore.Migrations;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// What the databases do by themselves, beyond what a model can say: they refuse two bookings on one bench, a seat that is not there and a ledger line
/// changed, and they number the changes to what places offer. The migrations call these.
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

        RefuseChangesOnSqlite(migration);
    }

    /// <summary>
    /// SQLite: the triggers of the ledger again, in a migration of its own, after one that builds the ledger's table anew: that takes
    /// them away, and happens after all else that the same migration does.
    /// </summary>
    public static void KeepLedgerOnSqlite(MigrationBuilder migration)
    {
        RefuseChangesOnSqlite(migration);
        RefuseClosedOnSqlite(migration);
    }

    private static void RefuseChangesOnSqlite(MigrationBuilder migration)
    {
        foreach (var change in new[] { "UPDATE", "DELETE" })
        {
            migration.Sql($"""
                CREATE TRIGGER ledger_entries_refuse_{change} BEFORE {change} ON ledger_entries
                BEGIN SELECT RAISE(ABORT, '{LedgerOnlyGrows}'); END;
                """);
        }
    }

    private const string PeriodIsClosed = "The period is closed: what is written about it counts today.";

    /// <summary>PostgreSQL: no line counts in a closed period, and no closed period changes.</summary>
    public static void KeepPeriodsClosedOnPostgres(MigrationBuilder migration)
    {
        RefuseClosedByLineOnPostgres(migration);
        migration.Sql("""
            CREATE TRIGGER closed_periods_only_grow BEFORE UPDATE OR DELETE ON closed_periods
              FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse_change();
            CREATE TRIGGER closed_communes_only_grow BEFORE UPDATE OR DELETE ON closed_communes
              FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse_change();
            """);
    }

    private static void RefuseClosedByLineOnPostgres(MigrationBuilder migration) =>
        migration.Sql($"""
            CREATE FUNCTION ledger_entries_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN
                IF EXISTS (SELECT 1 FROM closed_communes c WHERE c.commune_code = coalesce(NEW.commune_code, NEW.country) AND NEW.date BETWEEN c."from" AND c."to") THEN
                  RAISE EXCEPTION '{PeriodIsClosed}';
                END IF;
                RETURN NEW;
              END; $f$;
            CREATE TRIGGER ledger_entries_keep_closed BEFORE INSERT ON ledger_entries
              FOR EACH ROW EXECUTE FUNCTION ledger_entries_refuse_closed();
            """);

    /// <summary>
    /// PostgreSQL: the lines of a statement are looked at together after it, which takes a fifth of the time of each one before it is written;
    /// LIMIT has each looked up by the key of the closed communes, however many lines the planner reckons with.
    /// </summary>
    public static void RefuseClosedByStatementOnPostgres(MigrationBuilder migration)
    {
        ReopenPeriodsOnPostgres(migration);
        migration.Sql($"""
            CREATE FUNCTION ledger_entries_refuse_closed() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN
                IF EXISTS (
                  SELECT 1 FROM written w CROSS JOIN LATERAL (
                    SELECT 1 FROM closed_communes c WHERE c.commune_code = coalesce(w.commune_code, w.country) AND w.date BETWEEN c."from" AND c."to" LIMIT 1) closed) THEN
                  RAISE EXCEPTION '{PeriodIsClosed}';
                END IF;
                RETURN NULL;
              END; $f$;
            CREATE TRIGGER ledger_entries_keep_closed AFTER INSERT ON ledger_entries
              REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_refuse_closed();
            """);
    }

    /// <summary>PostgreSQL: line by line, as before <see cref="RefuseClosedByStatementOnPostgres"/>.</summary>
    public static void RefuseClosedByLineAgainOnPostgres(MigrationBuilder migration)
    {
        ReopenPeriodsOnPostgres(migration);
        RefuseClosedByLineOnPostgres(migration);
    }

    /// <summary>PostgreSQL: before the table of closed communes goes.</summary>
    public static void ReopenPeriodsOnPostgres(MigrationBuilder migration) =>
        migration.Sql("DROP TRIGGER ledger_entries_keep_closed ON ledger_entries; DROP FUNCTION ledger_entries_refuse_closed();");

    /// <summary>SQLite: as on PostgreSQL.</summary>
    public static void KeepPeriodsClosedOnSqlite(MigrationBuilder migration)
    {
        RefuseClosedOnSqlite(migration);
        foreach (var table in new[] { "closed_periods", "closed_communes" })
        {
            foreach (var change in new[] { "UPDATE", "DELETE" })
            {
                migration.Sql($"""
                    CREATE TRIGGER {table}_refuse_{change} BEFORE {change} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{LedgerOnlyGrows}'); END;
                    """);
            }
        }
    }

    private static void RefuseClosedOnSqlite(MigrationBuilder migration) => migration.Sql($"""
        CREATE TRIGGER ledger_entries_keep_closed BEFORE INSERT ON ledger_entries
        WHEN EXISTS (SELECT 1 FROM closed_communes c WHERE c.commune_code = coalesce(NEW.commune_code, NEW.country) AND NEW.date BETWEEN c."from" AND c."to")
        BEGIN SELECT RAISE(ABORT, '{PeriodIsClosed}'); END;
        """);

    /// <summary>SQLite: before the table of closed communes goes.</summary>
    public static void ReopenPeriodsOnSqlite(MigrationBuilder migration) => migration.Sql("DROP TRIGGER ledger_entries_keep_closed;");

    private const string AuditOnlyGrows = "The log of who did what only grows; what is over a year old goes.";

    /// <summary>PostgreSQL: no line of the log changes, and none goes before it is a year older than the latest: the database's own clock has no say.</summary>
    public static void KeepAuditOnPostgres(MigrationBuilder migration) =>
        migration.Sql($"""
            CREATE FUNCTION audit_entries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN
                IF TG_OP = 'DELETE' AND OLD.at < (SELECT max(at) FROM audit_entries) - interval '8760 hours' THEN
                  RETURN OLD;
                END IF;
                RAISE EXCEPTION '{AuditOnlyGrows}';
              END; $f$;
            CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE ON audit_entries
              FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();
            """);

    /// <summary>PostgreSQL: before the table of the log goes.</summary>
    public static void LetAuditGoOnPostgres(MigrationBuilder migration) =>
        migration.Sql("DROP TRIGGER audit_entries_only_grow ON audit_entries; DROP FUNCTION audit_entries_refuse_change();");

    /// <summary>SQLite: as on PostgreSQL; a year in milliseconds.</summary>
    public static void KeepAuditOnSqlite(MigrationBuilder migration)
    {
        migration.Sql($"""
            CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries
            BEGIN SELECT RAISE(ABORT, '{AuditOnlyGrows}'); END;
            """);
        migration.Sql($"""
            CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries
            WHEN OLD.at >= (SELECT max(at) FROM audit_entries) - 31536000000
            BEGIN SELECT RAISE(ABORT, '{AuditOnlyGrows}'); END;
            """);
    }

    private const string NoSuchSeat = "The session has no such seat.";

    /// <summary>PostgreSQL: nobody has a seat beyond those of the session, and no seat goes while someone has it.</summary>
    public static void KeepSeatsOnPostgres(MigrationBuilder migration) =>
        migration.Sql($"""
            CREATE FUNCTION enrolments_refuse_seat() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN
                IF NEW.seat IS NOT NULL AND NEW.seat NOT BETWEEN 1 AND (SELECT s.seats FROM course_sessions s WHERE s.id = NEW.session_id FOR SHARE) THEN
                  RAISE EXCEPTION '{NoSuchSeat}';
                END IF;
                RETURN NEW;
              END; $f$;
            CREATE TRIGGER enrolments_keep_seats BEFORE INSERT OR UPDATE OF seat, session_id ON enrolments
              FOR EACH ROW EXECUTE FUNCTION enrolments_refuse_seat();
            CREATE FUNCTION course_sessions_refuse_fewer_seats() RETURNS trigger LANGUAGE plpgsql AS
              $f$ BEGIN
                IF NEW.seats < OLD.seats AND EXISTS (SELECT 1 FROM enrolments e WHERE e.session_id = NEW.id AND e.seat > NEW.seats) THEN
                  RAISE EXCEPTION '{NoSuchSeat}';
                END IF;
                RETURN NEW;
              END; $f$;
            CREATE TRIGGER course_sessions_keep_seats BEFORE UPDATE OF seats ON course_sessions
              FOR EACH ROW EXECUTE FUNCTION course_sessions_refuse_fewer_seats();
            """);

    /// <summary>PostgreSQL: before the tables of sessions and enrolments go.</summary>
    public static void LetSeatsGoOnPostgres(MigrationBuilder migration) =>
        migration.Sql("""
            DROP TRIGGER enrolments_keep_seats ON enrolments; DROP FUNCTION enrolments_refuse_seat();
            DROP TRIGGER course_sessions_keep_seats ON course_sessions; DROP FUNCTION course_sessions_refuse_fewer_seats();
            """);

    /// <summary>SQLite: as on PostgreSQL.</summary>
    public static void KeepSeatsOnSqlite(MigrationBuilder migration)
    {
        foreach (var (name, when) in new[] { ("insert", "INSERT"), ("update", "UPDATE OF seat, session_id") })
        {
            migration.Sql($"""
                CREATE TRIGGER enrolments_keep_seats_{name} BEFORE {when} ON enrolments
                WHEN NEW.seat IS NOT NULL AND NEW.seat NOT BETWEEN 1 AND (SELECT s.seats FROM course_sessions s WHERE s.id = NEW.session_id)
                BEGIN SELECT RAISE(ABORT, '{NoSuchSeat}'); END;
                """);
        }

        migration.Sql($"""
            CREATE TRIGGER course_sessions_keep_seats BEFORE UPDATE OF seats ON course_sessions
            WHEN NEW.seats < OLD.seats AND EXISTS (SELECT 1 FROM enrolments e WHERE e.session_id = NEW.id AND e.seat > NEW.seats)
            BEGIN SELECT RAISE(ABORT, '{NoSuchSeat}'); END;
            """);
    }

    // Whose offer a row is part of. Names of tables and columns as in the first migration that has them.
    private static readonly string[] TablesOfPlaces = ["services", "opening_rules", "closures", "day_overrides", "day_override_openings"];

    /// <summary>
    /// PostgreSQL: the counter's row stays locked to the end of the transaction that changes an offer, so numbers come in the
    /// order of the commits. A transaction takes one number, whatever it changes.
    /// </summary>
    public static void NumberOffersOnPostgres(MigrationBuilder migration)
    {
        migration.Sql("INSERT INTO offer_state (id, version) VALUES (1, 0);");
        migration.Sql("""
            CREATE FUNCTION offer_version() RETURNS bigint LANGUAGE plpgsql AS $f$
            DECLARE number bigint := nullif(current_setting('repairnet.offer_version', true), '')::bigint;
            BEGIN
              IF number IS NULL THEN
                UPDATE offer_state SET version = version + 1 RETURNING version INTO number;
                PERFORM set_config('repairnet.offer_version', number::text, true);
              END IF;
              RETURN number;
            END $f$;
            CREATE FUNCTION note_offer(place uuid) RETURNS void LANGUAGE sql AS $f$
              INSERT INTO offer_changes (place_id, version) VALUES (place, offer_version())
              ON CONFLICT (place_id) DO UPDATE SET version = excluded.version WHERE offer_changes.version <> excluded.version;
            $f$;
            CREATE FUNCTION note_offer_of_place() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              IF TG_OP <> 'INSERT' THEN PERFORM note_offer(OLD.place_id); END IF;
              IF TG_OP <> 'DELETE' THEN PERFORM note_offer(NEW.place_id); END IF;
              RETURN NULL;
            END $f$;
            CREATE FUNCTION note_offer_of_itself() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN PERFORM note_offer(CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END); RETURN NULL; END $f$;
            CREATE FUNCTION note_offer_of_service() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              PERFORM note_offer(place_id) FROM services WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.service_id ELSE NEW.service_id END;
              RETURN NULL;
            END $f$;
            CREATE FUNCTION note_offers_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              PERFORM note_offer(id) FROM places WHERE organisation_id = NEW.id;
              RETURN NULL;
            END $f$;
            CREATE FUNCTION note_offers_of_accreditation() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              PERFORM note_offer(id) FROM places WHERE organisation_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
              RETURN NULL;
            END $f$;
            """);
        foreach (var table in TablesOfPlaces)
        {
            migration.Sql($"CREATE TRIGGER {table}_offer AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION note_offer_of_place();");
        }

        migration.Sql("""
            CREATE TRIGGER places_offer AFTER INSERT OR UPDATE OR DELETE ON places FOR EACH ROW EXECUTE FUNCTION note_offer_of_itself();
            CREATE TRIGGER service_categories_offer AFTER INSERT OR UPDATE OR DELETE ON service_categories FOR EACH ROW EXECUTE FUNCTION note_offer_of_service();
            CREATE TRIGGER organisations_offer AFTER UPDATE ON organisations FOR EACH ROW EXECUTE FUNCTION note_offers_of_organisation();
            CREATE TRIGGER accreditations_offer AFTER INSERT OR UPDATE OR DELETE ON accreditations FOR EACH ROW EXECUTE FUNCTION note_offers_of_accreditation();
            """);
    }

    /// <summary>PostgreSQL: no numbering any more.</summary>
    public static void StopNumberingOffersOnPostgres(MigrationBuilder migration)
    {
        foreach (var table in (string[])[.. TablesOfPlaces, "places", "service_categories", "organisations", "accreditations"])
        {
            migration.Sql($"DROP TRIGGER {table}_offer ON {table};");
        }

        migration.Sql("DROP FUNCTION note_offer_of_place(), note_offer_of_itself(), note_offer_of_service(), note_offers_of_organisation(), note_offers_of_accreditation(), note_offer(uuid), offer_version();");
    }

    /// <summary>SQLite: a number for each row changed; there is one writer, so they come in order.</summary>
    public static void NumberOffersOnSqlite(MigrationBuilder migration)
    {
        migration.Sql("INSERT INTO offer_state (id, version) VALUES (1, 0);");
        foreach (var (table, places) in OffersOnSqlite)
        {
            AddOfferTriggers(migration, table, places);
        }
    }

    /// <summary>SQLite: no numbering any more.</summary>
    public static void StopNumberingOffersOnSqlite(MigrationBuilder migration)
    {
        foreach (var (table, _) in OffersOnSqlite)
        {
            foreach (var change in new[] { "insert", "update", "delete" })
            {
                migration.Sql($"DROP TRIGGER {table}_offer_{change};");
            }
        }
    }

    /// <summary>Tables that are part of an offer, and the query of the places it is the offer of; {0} is the row that changed.</summary>
    private static IEnumerable<(string Table, string Places)> OffersOnSqlite =>
    [
        .. TablesOfPlaces.Select(table => (table, "SELECT {0}.place_id AS id")),
        ("places", "SELECT {0}.id AS id"),
        ("service_categories", "SELECT place_id AS id FROM services WHERE id = {0}.service_id"),
        ("organisations", "SELECT id FROM places WHERE organisation_id = {0}.id"),
        ("accreditations", "SELECT id FROM places WHERE organisation_id = {0}.organisation_id"),
    ];

    // Sessions of repair cafés came later than the rest of the offers: their tables have triggers of their own.
    private static readonly string[] TablesOfSessions = ["cafe_sessions", "session_volunteers"];

    /// <summary>PostgreSQL: sessions, who comes and what they repair are part of what a place offers.</summary>
    public static void NumberSessionsOnPostgres(MigrationBuilder migration)
    {
        foreach (var table in TablesOfSessions)
        {
            migration.Sql($"CREATE TRIGGER {table}_offer AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION note_offer_of_place();");
        }

        migration.Sql("""
            CREATE FUNCTION note_offers_of_skill() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
              PERFORM note_offer(v.place_id) FROM (
                SELECT DISTINCT place_id FROM session_volunteers WHERE person_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.person_id ELSE NEW.person_id END) v;
              RETURN NULL;
            END $f$;
            CREATE TRIGGER skills_offer AFTER INSERT OR UPDATE OR DELETE ON skills FOR EACH ROW EXECUTE FUNCTION note_offers_of_skill();
            """);
    }

    /// <summary>PostgreSQL: before the tables of sessions go.</summary>
    public static void StopNumberingSessionsOnPostgres(MigrationBuilder migration) =>
        migration.Sql("DROP TRIGGER skills_offer ON skills; DROP FUNCTION note_offers_of_skill();");

    /// <summary>SQLite: as on PostgreSQL.</summary>
    public static void NumberSessionsOnSqlite(MigrationBuilder migration)
    {
        foreach (var table in TablesOfSessions)
        {
            AddOfferTriggers(migration, table, "SELECT {0}.place_id AS id");
        }

        AddOfferTriggers(migration, "skills", "SELECT DISTINCT place_id AS id FROM session_volunteers WHERE person_id = {0}.person_id");
    }

    /// <summary>SQLite: before the tables of sessions go; their own triggers go with them.</summary>
    public static void StopNumberingSessionsOnSqlite(MigrationBuilder migration)
    {
        foreach (var change in new[] { "insert", "update", "delete" })
        {
            migration.Sql($"DROP TRIGGER skills_offer_{change};");
        }
    }

    private static void AddOfferTriggers(MigrationBuilder migration, string table, string places)
    {
        foreach (var (change, row) in new[] { ("insert", "NEW"), ("update", "NEW"), ("delete", "OLD") })
        {
            migration.Sql($"""
                CREATE TRIGGER {table}_offer_{change} AFTER {change} ON {table}
                BEGIN
                  UPDATE offer_state SET version = version + 1;
                  INSERT INTO offer_changes (place_id, version)
                    SELECT p.id, s.version FROM ({string.Format(System.Globalization.CultureInfo.InvariantCulture, places, row)}) p, offer_state s WHERE true
                    ON CONFLICT (place_id) DO UPDATE SET version = excluded.version;
                END;
                """);
        }
    }
}
