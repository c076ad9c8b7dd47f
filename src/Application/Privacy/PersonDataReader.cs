using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Privacy;

/// <summary>Gathers all that is held about an address, from every table that says something about a person.</summary>
internal sealed class PersonDataReader(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, EquipmentCatalogue equipment, IPersonHelp help, IClock clock)
{
    /// <summary>Rows of one table at most: nobody has more, and no answer grows without end.</summary>
    private const int Most = 1000;

    /// <summary>Appointments made under this address.</summary>
    public IQueryable<Booking> Bookings(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.Bookings.Where(b => b.ContactKey == key);
    }

    /// <summary>Items left under this address by people without an appointment.</summary>
    public IQueryable<ItemLeft> ItemsLeft(EmailAddress email)
    {
        var key = KeyOf(email);
#pragma warning disable CA1304, CA1311, CA1862 // The database compares: it knows no culture, and addresses are lowered alike on both sides.
        return db.ItemsLeft.Where(i => i.ContactEmail != null && i.ContactEmail.ToLower() == key);
#pragma warning restore CA1304, CA1311, CA1862
    }

    /// <summary>Waits under this address.</summary>
    public IQueryable<Domain.Bookings.Waiting.WaitingEntry> Waiting(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.WaitingEntries.Where(e => e.ContactKey == key);
    }

    /// <summary>Requests for seats in courses made with this address.</summary>
    public IQueryable<Domain.Training.Enrolment> Enrolments(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.Enrolments.Where(e => e.ContactKey == key);
    }

    /// <summary>Tools that this address borrowed.</summary>
    public IQueryable<Domain.Reuse.ToolLoan> Loans(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.ToolLoans.Where(l => l.ContactKey == key);
    }

    /// <summary>Requests to collect things at home made with this address.</summary>
    public IQueryable<Domain.Reuse.Collecting.CollectionRequest> Collections(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.CollectionRequests.Where(r => r.ContactKey == key);
    }

    /// <summary>Items of reuse workshops kept for this address.</summary>
    public IQueryable<Domain.Reuse.ItemReservation> Reservations(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.ItemReservations.Where(r => r.ContactKey == key);
    }

    /// <summary>Messages written from this address.</summary>
    public IQueryable<Domain.Privacy.ContactMessage> Messages(EmailAddress email)
    {
        var key = KeyOf(email);
#pragma warning disable CA1304, CA1311, CA1862 // As above.
        return db.ContactMessages.Where(m => m.Email.ToLower() == key);
#pragma warning restore CA1304, CA1311, CA1862
    }

    /// <summary>Organisations declared from this address, which is not verified yet.</summary>
    public IQueryable<Domain.Directory.JoinRequest> JoinRequests(EmailAddress email)
    {
        var key = KeyOf(email);
#pragma warning disable CA1304, CA1311, CA1862 // As above.
        return db.JoinRequests.Where(r => r.PersonEmail.ToLower() == key);
#pragma warning restore CA1304, CA1311, CA1862
    }

    /// <summary>Offers that one answers at this address.</summary>
    public IQueryable<Domain.Training.JobOffer> JobOffers(EmailAddress email)
    {
        var key = KeyOf(email);
#pragma warning disable CA1304, CA1311, CA1862 // As above.
        return db.JobOffers.Where(o => o.Email != null && o.Email.ToLower() == key);
#pragma warning restore CA1304, CA1311, CA1862
    }

    /// <summary>Times that ProConnect gave this address for someone who has no account.</summary>
    private IQueryable<Domain.Identity.ProConnectArrival> Arrivals(EmailAddress email)
    {
        var key = KeyOf(email);
        return db.ProConnectArrivals.Where(a => a.Email == key);
    }

    /// <summary>Whether anything is held under this address.</summary>
    public async Task<bool> KnowsAsync(EmailAddress email, CancellationToken cancellationToken) =>
        await accounts.FindAsync(email, cancellationToken) is not null
        || await Bookings(email).AnyAsync(cancellationToken)
        || await ItemsLeft(email).AnyAsync(cancellationToken)
        || await Waiting(email).AnyAsync(cancellationToken)
        || await Enrolments(email).AnyAsync(cancellationToken)
        || await Collections(email).AnyAsync(cancellationToken)
        || await Reservations(email).AnyAsync(cancellationToken)
        || await Loans(email).AnyAsync(cancellationToken)
        || await help.Posts(email).AnyAsync(cancellationToken)
        || await help.Threads(email).AnyAsync(cancellationToken)
        || await Messages(email).AnyAsync(cancellationToken)
        || await JoinRequests(email).AnyAsync(cancellationToken)
        || await JobOffers(email).AnyAsync(cancellationToken)
        || await Arrivals(email).AnyAsync(cancellationToken);

    /// <summary>
    /// The account under this address, as far as a link sent there reaches it: one with a second factor is read and deleted by who signs in
    /// to it alone. A letter box is not a telephone.
    /// </summary>
    /// <returns>The account, null where there is none to reach; and whether there is one apart.</returns>
    public async Task<(AccountInfo? Account, bool IsApart)> ReachedByMailAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(email, cancellationToken) is not { } account)
        {
            return (null, false);
        }

        var isApart = await db.SecondFactors.AnyAsync(f => f.AccountId == account.Id, cancellationToken);
        return (isApart ? null : account, isApart);
    }

    /// <summary>What a link sent to this address shows.</summary>
    public async Task<PersonData> ReadByMailAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var (account, isApart) = await ReachedByMailAsync(email, cancellationToken);
        var data = await ReadAsync(email, account, cancellationToken);
        return data with { IsAccountApart = isApart };
    }

    /// <summary>What the owner of an account is shown, signed in.</summary>
    public Task<PersonData> ReadAsync(AccountInfo account, CancellationToken cancellationToken) => ReadAsync(EmailAddress.From(account.Email), account, cancellationToken);

    private async Task<PersonData> ReadAsync(EmailAddress email, AccountInfo? account, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var bookings = await Bookings(email).AsNoTracking().OrderBy(b => b.Start).Take(Most).ToListAsync(cancellationToken);
        var ids = bookings.ConvertAll(b => b.Id);
        var items = await db.ItemsLeft.AsNoTracking().Where(i => i.BookingId != null && ids.Contains(i.BookingId.Value)).OrderBy(i => i.LeftAt).Take(Most).ToListAsync(cancellationToken);
        items.AddRange(await ItemsLeft(email).AsNoTracking().OrderBy(i => i.LeftAt).Take(Most).ToListAsync(cancellationToken));
        var waiting = await Waiting(email).AsNoTracking().OrderBy(e => e.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var enrolments = await Enrolments(email).AsNoTracking().OrderBy(e => e.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var loans = await Loans(email).AsNoTracking().OrderBy(l => l.LentAt).Take(Most).ToListAsync(cancellationToken);
        var collections = await Collections(email).AsNoTracking().Include(r => r.Items).OrderBy(r => r.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var reservations = await Reservations(email).AsNoTracking().OrderBy(r => r.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var posts = await help.Posts(email).AsNoTracking().OrderBy(p => p.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var threads = await help.Threads(email).AsNoTracking().OrderBy(t => t.OpenedAt).Take(Most).ToListAsync(cancellationToken);
        var joining = await JoinRequests(email).AsNoTracking().OrderBy(r => r.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var offers = await JobOffers(email).AsNoTracking().OrderBy(o => o.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        List<HeldSection> sections =
        [
            new("bookings", Texts.Key("Vos rendez-vous"), await BookingsAsync(bookings, cancellationToken)),
            new("items_left", Texts.Key("Vos objets laissés"), [.. items.Select(Item)]),
            new("quotes", Texts.Key("Vos devis"), [.. items.SelectMany(i => i.Quotes.Select(q => Quote(i, q)))]),
            new("waiting", Texts.Key("Vos attentes d’un créneau"), [.. waiting.Select(Wait)]),
            new("enrolments", Texts.Key("Vos inscriptions à des formations"), await EnrolmentsAsync(enrolments, cancellationToken)),
            new("item_reservations", Texts.Key("Objets réservés"), await ReservationsAsync(reservations, cancellationToken)),
            new("tool_loans", Texts.Key("Outils empruntés"), await LoansAsync(loans, cancellationToken)),
            new("collections", Texts.Key("Vos demandes de collecte à domicile"), await CollectionsAsync(collections, cancellationToken)),
            new("help_posts", Texts.Key("Vos annonces d’entraide"), [.. posts.Select(Post)]),
            new("help_answers", Texts.Key("Vos réponses à des annonces d’entraide"), [.. threads.Select(t => Record([Fact("since", Texts.Key("Depuis le"), t.OpenedAt), Fact("name", Texts.Key("Nom"), t.Name), Fact("email", Texts.Key("Adresse e-mail"), t.Email), Fact("ended", Texts.Key("Fin"), t.ClosedAt)]))]),
            new("help_messages", Texts.Key("Ce que vous avez écrit dans l’entraide"),
                [.. (await help.Messages(email).AsNoTracking().OrderBy(m => m.At).Take(Most).ToListAsync(cancellationToken)).Select(m => Record([Fact("at", Texts.Key("Écrit le"), m.At), Fact("text", Texts.Key("Message"), m.Text)]))]),
            new("job_offers", Texts.Key("Offres auxquelles on répond à votre adresse"), [.. offers.Select(o => Record([Fact("title", Texts.Key("Intitulé"), o.Title), Fact("made", Texts.Key("Créé le"), o.CreatedAt), Fact("until", Texts.Key("Jusqu’au"), o.CurrentUntil), Fact("email", Texts.Key("Adresse e-mail"), o.Email), Fact("phone", Texts.Key("Téléphone"), o.Phone)]))]),
            new("join_requests", Texts.Key("Vos demandes de référencement"), [.. joining.Select(Join)]),
            new("calls", Texts.Key("Appels à vous passer"), await CallsAsync(ids, cancellationToken)),
            new("repairs", Texts.Key("Ce qui a été écrit de vos objets"), await RepairsAsync(ids, cancellationToken)),
            new("messages", Texts.Key("Courriels que nous vous avons envoyés"), await MailAsync([.. ids.Select(i => i.Value), .. items.Select(i => i.Id.Value), .. waiting.Select(w => w.Id.Value), .. enrolments.Select(e => e.Id.Value), .. loans.Select(l => l.Id.Value), .. collections.Select(r => r.Id.Value), .. reservations.Select(r => r.Id.Value), .. posts.Select(p => p.Id.Value), .. threads.Select(t => t.Id.Value), .. joining.Select(r => r.Id.Value), .. account is null ? [] : new[] { account.Id.Value }], cancellationToken)),
            new("contact", Texts.Key("Messages que vous avez écrits"), await WrittenAsync(email, cancellationToken)),
            new("proconnect_arrivals", Texts.Key("Identifications par ProConnect, sans compte"),
                [.. (await Arrivals(email).AsNoTracking().OrderBy(a => a.CreatedAt).Take(Most).ToListAsync(cancellationToken)).Select(a => Record([Fact("at", Texts.Key("Le"), a.CreatedAt), Fact("subject", Texts.Key("Identifiant donné par ProConnect"), a.Subject)]))]),
        ];
        if (account is not null)
        {
            sections.AddRange(await AccountAsync(account, cancellationToken));
        }

        return new PersonData(
            KeyOf(email),
            now,
            [.. sections.Where(s => s.Records.Count > 0)],
            bookings.Count(b => b.Status is BookingStatus.Confirmed or BookingStatus.ToConfirm && now < b.End),
            items.Exists(i => i.State != ItemLeftState.Collected) || bookings.Exists(b => b.Status == BookingStatus.Arrived && now < b.End + Duration.FromHours(12)),
            account is not null);
    }

    internal static string KeyOf(EmailAddress email) => email.Value.ToLowerInvariant();

    private async Task<IReadOnlyList<HeldRecord>> BookingsAsync(List<Booking> bookings, CancellationToken cancellationToken)
    {
        var places = bookings.Select(b => b.PlaceId).Distinct().ToList();
        var names = await db.Places.AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        var ids = bookings.ConvertAll(b => b.Id);
        var events = (await db.BookingEvents.AsNoTracking().Where(e => ids.Contains(e.BookingId)).OrderBy(e => e.At).Take(Most).ToListAsync(cancellationToken)).ToLookup(e => e.BookingId);
        return
        [
            .. bookings.Select(b => Record(
            [
                Fact("reference", Texts.Key("Numéro du rendez-vous"), b.Reference),
                Fact("status", Texts.Key("État"), b.Status),
                Fact("place", Texts.Key("Lieu"), names.GetValueOrDefault(b.PlaceId)),
                Fact("start", Texts.Key("Jour et heure"), b.Start),
                Fact("made", Texts.Key("Pris le"), b.CreatedAt),
                Fact("channel", Texts.Key("Par"), b.Channel),
                Fact("name", Texts.Key("Nom"), b.Contact.Name),
                Fact("email", Texts.Key("Adresse e-mail"), b.Contact.Email),
                Fact("phone", Texts.Key("Téléphone"), b.Contact.Phone),
                Fact("address", Texts.Key("Adresse de visite"), b.VisitAddress),
                Fact("address_commune", Texts.Key("Commune de visite"), b.VisitCommune),
                .. b.Items.SelectMany(Words),
                Fact("note", Texts.Key("Note"), b.Note),
                Fact("diagnosis", Texts.Key("Ce qui a été trouvé"), b.Diagnosis ?? b.FoundBefore),
                Fact("language", Texts.Key("Langue des messages"), b.Language),
                .. events[b.Id].SelectMany(e => new[] { Fact("event_" + e.Deed.ToString().ToLowerInvariant(), Texts.Key("Historique"), e.At), Fact("reason", Texts.Key("Motif"), e.Reason) }),
            ])),
        ];
    }

    private HeldRecord Item(ItemLeft item) => Record(
    [
        Fact("slip", Texts.Key("Bon de dépôt"), item.Slip),
        Fact("state", Texts.Key("État"), item.State),
        Fact("left", Texts.Key("Laissé le"), item.LeftAt),
        Fact("collected", Texts.Key("Rendu le"), item.CollectedAt),
        Fact("name", Texts.Key("Nom"), item.ContactName),
        Fact("email", Texts.Key("Adresse e-mail"), item.ContactEmail),
        Fact("phone", Texts.Key("Téléphone"), item.ContactPhone),
        .. Words(item.Item),
        Fact("accessories", Texts.Key("Laissé avec"), item.Accessories),
    ]);

    private static HeldRecord Quote(ItemLeft item, Quote quote) => Record(
    [
        Fact("slip", Texts.Key("Bon de dépôt"), item.Slip),
        Fact("proposed", Texts.Key("Proposé le"), quote.ProposedAt),
        Fact("amount_cents", Texts.Key("Montant, en centimes"), quote.AmountCents),
        Fact("text", Texts.Key("Ce qui serait fait"), quote.Text),
        Fact("valid_until", Texts.Key("Valable jusqu’au"), quote.ValidUntil),
        Fact("answer", Texts.Key("Votre réponse"), quote.Answer),
        Fact("answered", Texts.Key("Répondu le"), quote.AnsweredAt),
    ]);

    private async Task<IReadOnlyList<HeldRecord>> EnrolmentsAsync(List<Domain.Training.Enrolment> enrolments, CancellationToken cancellationToken)
    {
        var sessions = enrolments.ConvertAll(e => e.SessionId);
        var about = await (
            from s in db.CourseSessions.AsNoTracking()
            join c in db.Courses.AsNoTracking() on s.CourseId equals c.Id
            where sessions.Contains(s.Id)
            select new { s.Id, c.Title, s.Start }).ToDictionaryAsync(s => s.Id, cancellationToken);
        var workshops = await register.NamesAsync([.. enrolments.Where(e => e.IntroducedTo is not null).Select(e => e.IntroducedTo!.Value).Distinct()], cancellationToken);
        return
        [
            .. enrolments.Select(e => Record(
            [
                Fact("course", Texts.Key("Intitulé"), about[e.SessionId].Title),
                Fact("start", Texts.Key("Jour et heure"), about[e.SessionId].Start),
                Fact("status", Texts.Key("État"), e.Status),
                Fact("since", Texts.Key("Depuis le"), e.CreatedAt),
                Fact("name", Texts.Key("Nom"), e.Contact.Name),
                Fact("email", Texts.Key("Adresse e-mail"), e.Contact.Email),
                Fact("phone", Texts.Key("Téléphone"), e.Contact.Phone),
                Fact("reason", Texts.Key("Ce qui vous amène"), e.Reason),
                Fact("centre_words", Texts.Key("Ce que le centre a écrit"), e.CentreWords),
                Fact("answer", Texts.Key("Votre réponse"), e.Answer),
                Fact("meetings_attended", Texts.Key("Demi-journées suivies"), (long)e.AttendedCount),
                Fact("certificate", Texts.Key("Numéro de l’attestation"), e.CertificateNumber),
                Fact("introduced", Texts.Key("D’accord pour être présenté à un atelier"), e.AgreesToIntroduction),
                Fact("introduced_to", Texts.Key("Présentation à"), e.IntroducedTo is { } to ? workshops.GetValueOrDefault(to) : null),
                Fact("introduced_at", Texts.Key("Présentation du"), e.IntroducedAt),
                Fact("introduction", Texts.Key("Réponse de l’atelier"), e.Introduction == Domain.Training.Introduction.None ? null : e.Introduction),
                Fact("welcomed_at", Texts.Key("Accueil du"), e.WelcomedAt),
                Fact("follow_up", Texts.Key("Réponse six mois après"), e.FollowUp),
            ])),
        ];
    }

    private async Task<IReadOnlyList<HeldRecord>> LoansAsync(List<Domain.Reuse.ToolLoan> loans, CancellationToken cancellationToken)
    {
        var ids = loans.ConvertAll(l => l.ToolId);
        var names = await db.Tools.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        return
        [
            .. loans.Select(l => Record(
            [
                Fact("tool", Texts.Key("Outil"), names[l.ToolId]),
                Fact("since", Texts.Key("Depuis le"), l.LentAt),
                Fact("until", Texts.Key("Jusqu’au"), l.DueOn),
                Fact("returned", Texts.Key("Rapporté le"), l.ReturnedAt),
                Fact("return_note", Texts.Key("État au retour"), l.ReturnNote),
                Fact("name", Texts.Key("Nom"), l.Contact.Name),
                Fact("email", Texts.Key("Adresse e-mail"), l.Contact.Email),
                Fact("phone", Texts.Key("Téléphone"), l.Contact.Phone),
            ])),
        ];
    }

    private async Task<IReadOnlyList<HeldRecord>> CollectionsAsync(List<Domain.Reuse.Collecting.CollectionRequest> requests, CancellationToken cancellationToken)
    {
        var workshops = await register.NamesAsync([.. requests.Select(r => r.OrganisationId).Distinct()], cancellationToken);
        var ids = requests.ConvertAll(r => r.Id.Value);
        var pictures = await db.Photos.AsNoTracking().Where(p => p.Subject == Domain.Photos.PhotoSubject.CollectionRequest && ids.Contains(p.SubjectId)).GroupBy(p => p.SubjectId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return
        [
            .. requests.Select(r => Record(
            [
                Fact("reference", Texts.Key("Référence"), r.Reference),
                Fact("workshop", Texts.Key("Ressourcerie"), workshops.GetValueOrDefault(r.OrganisationId)),
                Fact("status", Texts.Key("État"), r.Status),
                Fact("since", Texts.Key("Depuis le"), r.CreatedAt),
                Fact("name", Texts.Key("Nom"), r.Contact.Name),
                Fact("email", Texts.Key("Adresse e-mail"), r.Contact.Email),
                Fact("phone", Texts.Key("Téléphone"), r.Contact.Phone),
                Fact("address", Texts.Key("Adresse de collecte"), r.Address),
                Fact("commune", Texts.Key("Commune"), r.CommuneCode),
                Fact("note", Texts.Key("Note"), r.Note),
                .. r.Items.OrderBy(i => i.Number).Select(i => Fact("item", Texts.Key("Objet"), i.Words)),
                Fact("photos", Texts.Key("Photos"), (long)pictures.GetValueOrDefault(r.Id.Value)),
                Fact("workshop_words", Texts.Key("Ce que la ressourcerie a écrit"), r.WorkshopWords),
                Fact("answer", Texts.Key("Votre réponse"), r.Answer),
            ])),
        ];
    }

    private async Task<IReadOnlyList<HeldRecord>> ReservationsAsync(List<Domain.Reuse.ItemReservation> reservations, CancellationToken cancellationToken)
    {
        var ids = reservations.ConvertAll(r => r.ItemId);
        var names = await db.ReuseItems.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Name, cancellationToken);
        return
        [
            .. reservations.Select(r => Record(
            [
                Fact("item", Texts.Key("Objet"), names[r.ItemId]),
                Fact("since", Texts.Key("Depuis le"), r.CreatedAt),
                Fact("until", Texts.Key("Jusqu’au"), r.Until),
                Fact("end", Texts.Key("État"), r.End),
                Fact("name", Texts.Key("Nom"), r.Contact.Name),
                Fact("email", Texts.Key("Adresse e-mail"), r.Contact.Email),
                Fact("phone", Texts.Key("Téléphone"), r.Contact.Phone),
            ])),
        ];
    }

    private HeldRecord Post(Domain.MutualHelp.HelpPost post) => Record(
    [
        Fact("kind", Texts.Key("Annonce"), post.Kind),
        Fact("category", Texts.Key("Objet"), Category(post.CategoryCode)),
        Fact("text", Texts.Key("Texte"), post.Text),
        Fact("commune", Texts.Key("Commune"), post.CommuneCode),
        Fact("status", Texts.Key("État"), post.Status),
        Fact("made", Texts.Key("Écrit le"), post.CreatedAt),
        Fact("until", Texts.Key("Jusqu’au"), post.ShownUntil),
        Fact("name", Texts.Key("Nom"), post.FirstName),
        Fact("email", Texts.Key("Adresse e-mail"), post.Email),
        Fact("hidden_because", Texts.Key("Motif"), post.HideReason),
        Fact("done", Texts.Key("Ce qui a été réparé"), post.DoneWhat),
        Fact("done_at", Texts.Key("Le"), post.DoneAt),
    ]);

    private static HeldRecord Join(Domain.Directory.JoinRequest request) => Record(
    [
        Fact("organisation", Texts.Key("Organisation"), request.Name),
        Fact("commune", Texts.Key("Commune"), request.CommuneCode),
        Fact("address", Texts.Key("Adresse"), request.Address),
        Fact("siret", "SIRET", request.Siret),
        Fact("organisation_email", Texts.Key("Adresse e-mail de l’organisation"), request.Email),
        Fact("organisation_phone", Texts.Key("Téléphone de l’organisation"), request.Phone),
        Fact("website", Texts.Key("Site de l’organisation"), request.Website),
        Fact("description", Texts.Key("Texte"), request.Description),
        Fact("name", Texts.Key("Nom"), request.PersonName),
        Fact("email", Texts.Key("Adresse e-mail"), request.PersonEmail),
        Fact("made", Texts.Key("Écrit le"), request.CreatedAt),
    ]);

    private HeldRecord Wait(Domain.Bookings.Waiting.WaitingEntry entry) => Record(
    [
        Fact("since", Texts.Key("Depuis le"), entry.CreatedAt),
        Fact("until", Texts.Key("Jusqu’au"), entry.Until),
        Fact("status", Texts.Key("État"), entry.Status),
        Fact("commune", Texts.Key("Commune"), entry.CommuneCode),
        Fact("radius_km", Texts.Key("Rayon, en kilomètres"), (long)entry.RadiusKm),
        Fact("name", Texts.Key("Nom"), entry.Contact.Name),
        Fact("email", Texts.Key("Adresse e-mail"), entry.Contact.Email),
        Fact("phone", Texts.Key("Téléphone"), entry.Contact.Phone),
        .. Words(entry.Item),
    ]);

    private async Task<IReadOnlyList<HeldRecord>> CallsAsync(List<BookingId> bookings, CancellationToken cancellationToken) =>
    [
        .. (await db.CallsToMake.AsNoTracking().Where(c => c.BookingId != null && bookings.Contains(c.BookingId.Value)).OrderBy(c => c.CreatedAt).Take(Most).ToListAsync(cancellationToken))
            .Select(c => Record([Fact("about", Texts.Key("Sujet"), c.Kind), Fact("since", Texts.Key("Depuis le"), c.CreatedAt), Fact("tries", Texts.Key("Appels sans réponse"), (long)c.Tries), Fact("done", Texts.Key("Dit le"), c.DoneAt)])),
    ];

    private async Task<IReadOnlyList<HeldRecord>> RepairsAsync(List<BookingId> bookings, CancellationToken cancellationToken) =>
    [
        .. (await db.Repairs.AsNoTracking().Where(r => r.BookingId != null && bookings.Contains(r.BookingId.Value)).OrderBy(r => r.Date).Take(Most).ToListAsync(cancellationToken))
            .Select(r => Record(
            [
                Fact("date", Texts.Key("Jour"), r.Date),
                Fact("outcome", Texts.Key("Issue"), r.Outcome),
                Fact("category", Texts.Key("Objet"), Category(r.CategoryCode)),
                Fact("brand", Texts.Key("Marque"), r.Brand),
                Fact("model", Texts.Key("Modèle"), r.Model),
                Fact("problem", Texts.Key("Panne"), r.Problem),
                Fact("next_step", Texts.Key("Suite"), r.NextStep),
            ])),
    ];

    private async Task<IReadOnlyList<HeldRecord>> MailAsync(List<Guid> subjects, CancellationToken cancellationToken) =>
    [
        .. (await db.Outbox.AsNoTracking().Where(m => subjects.Contains(m.SubjectId)).OrderBy(m => m.CreatedAt).Take(Most).ToListAsync(cancellationToken))
            .Select(m => Record([Fact("about", Texts.Key("Sujet"), m.Kind), Fact("made", Texts.Key("Écrit le"), m.CreatedAt), Fact("sent", Texts.Key("Parti le"), m.SentAt)])),
    ];

    private async Task<IReadOnlyList<HeldRecord>> WrittenAsync(EmailAddress email, CancellationToken cancellationToken) =>
    [
        .. (await Messages(email).AsNoTracking().OrderBy(m => m.At).Take(Most).ToListAsync(cancellationToken))
            .Select(m => Record([Fact("at", Texts.Key("Écrit le"), m.At), Fact("name", Texts.Key("Nom"), m.Name), Fact("subject", Texts.Key("Sujet"), m.Subject), Fact("body", Texts.Key("Message"), m.Body)])),
    ];

    private async Task<IEnumerable<HeldSection>> AccountAsync(AccountInfo account, CancellationToken cancellationToken)
    {
        var id = account.Id;
        var dates = await accounts.DatesAsync(id, cancellationToken);
        var memberships = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == id).OrderBy(m => m.Since).Take(Most).ToListAsync(cancellationToken);
        var names = await register.NamesAsync([.. memberships.Select(m => m.OrganisationId)], cancellationToken);
        var territories = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == id).OrderBy(m => m.Since).Take(Most).ToListAsync(cancellationToken);
        var sessions = await db.BrowserSessions.AsNoTracking().Where(s => s.AccountId == id).OrderBy(s => s.BegunAt).Take(Most).ToListAsync(cancellationToken);
        var passkeys = await db.Passkeys.AsNoTracking().Where(p => p.AccountId == id).OrderBy(p => p.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var links = await db.ProConnectLinks.AsNoTracking().Where(l => l.AccountId == id).ToListAsync(cancellationToken);
        var tokens = await db.ApiTokens.AsNoTracking().Where(t => t.AccountId == id).OrderBy(t => t.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var views = await db.SavedViews.AsNoTracking().Where(v => v.AccountId == id).OrderBy(v => v.Name).Take(Most).ToListAsync(cancellationToken);
        var feeds = await db.CalendarFeeds.AsNoTracking().Where(f => f.OwnerId == id).OrderBy(f => f.CreatedAt).Take(Most).ToListAsync(cancellationToken);
        var log = await db.AuditEntries.AsNoTracking().Where(e => e.AccountId == id || e.AboutAccount == id).OrderByDescending(e => e.At).Take(Most).ToListAsync(cancellationToken);
        return
        [
            new("account", Texts.Key("Votre compte"),
            [
                Record([Fact("email", Texts.Key("Adresse e-mail"), account.Email), Fact("name", Texts.Key("Nom"), account.DisplayName), Fact("made", Texts.Key("Créé le"), dates?.CreatedAt), Fact("seen", Texts.Key("Dernier passage"), dates?.SeenAt)]),
            ]),
            new("rights", Texts.Key("Vos droits sur le site"),
            [
                .. memberships.Select(m => Record([Fact("organisation", Texts.Key("Organisation"), names.GetValueOrDefault(m.OrganisationId, m.OrganisationId.ToString())), Fact("role", Texts.Key("Rôle"), m.Role), Fact("since", Texts.Key("Depuis le"), m.Since)])),
                .. territories.Select(m => Record([Fact("territory", Texts.Key("Territoire"), m.Territory), Fact("role", Texts.Key("Rôle"), m.Role), Fact("since", Texts.Key("Depuis le"), m.Since)])),
            ]),
            new("sessions", Texts.Key("Vos sessions"),
            [
                .. sessions.Select(s => Record([Fact("begun", Texts.Key("Ouverte"), s.BegunAt), Fact("seen", Texts.Key("Dernier passage"), s.SeenAt), Fact("device", Texts.Key("Appareil"), s.Device), Fact("browser", Texts.Key("Navigateur"), s.Browser), Fact("network", Texts.Key("Réseau"), s.Network)])),
            ]),
            new("passkeys", Texts.Key("Clés d’accès"), [.. passkeys.Select(p => Record([Fact("name", Texts.Key("Nom"), p.Name), Fact("made", Texts.Key("Créé le"), p.CreatedAt), Fact("used", Texts.Key("A servi le"), p.UsedAt)]))]),
            new("proconnect", "ProConnect", [.. links.Select(l => Record([Fact("subject", Texts.Key("Identifiant donné par ProConnect"), l.Subject), Fact("territory", Texts.Key("Territoire"), l.Territory), Fact("since", Texts.Key("Depuis le"), l.LinkedAt), Fact("used", Texts.Key("A servi le"), l.UsedAt)]))]),
            new("tokens", Texts.Key("Jetons de l’API"), [.. tokens.Select(t => Record([Fact("made", Texts.Key("Créé le"), t.CreatedAt), Fact("expires", Texts.Key("Valable jusqu’au"), t.ExpiresAt), Fact("revoked", Texts.Key("Coupé le"), t.RevokedAt)]))]),
            new("views", Texts.Key("Vues enregistrées"), [.. views.Select(v => Record([Fact("name", Texts.Key("Nom"), v.Name), Fact("query", Texts.Key("Filtre"), v.Query)]))]),
            new("calendars", Texts.Key("Adresses d’agenda"), [.. feeds.Select(f => Record([Fact("made", Texts.Key("Créé le"), f.CreatedAt), Fact("revoked", Texts.Key("Fermée le"), f.RevokedAt)]))]),
            new("log", Texts.Key("Journal"), [.. log.Select(e => Record([Fact("at", Texts.Key("Le"), e.At), Fact("act", Texts.Key("Acte"), e.Act), Fact("words", Texts.Key("Détail"), e.Words), Fact("network", Texts.Key("Réseau"), e.Network)]))]),
        ];
    }

    private IEnumerable<HeldFact?> Words(BookedItem item) =>
    [
        Fact("category", Texts.Key("Objet"), Category(item.Category)),
        Fact("brand", Texts.Key("Marque"), item.Brand),
        Fact("model", Texts.Key("Modèle"), item.Model),
        Fact("problem", Texts.Key("Panne"), item.Problem),
    ];

    private string Category(string code) => equipment.FindCategory(code)?.NameFr ?? code;

    private static HeldFact? Fact(string name, string label, object? value) => value is null or "" ? null : new HeldFact(name, label, value);

    private static HeldRecord Record(IEnumerable<HeldFact?> facts) => new([.. facts.OfType<HeldFact>()]);
}
