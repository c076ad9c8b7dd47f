using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace RepairNet.Web.Api;

/// <summary>
/// What the description says of parameters and bodies, by name: the same word means the same everywhere. They are read as
/// texts, so that a wrong one gets a sentence; what is said here is what they must hold. « operation.parameter » is one of that operation alone.
/// </summary>
internal static class ApiParameters
{
    private static readonly Dictionary<string, Parameter> Known = new(StringComparer.Ordinal)
    {
        ["after"] = new("Where to go on, as given by `next`. Take the whole address from there."),
        ["calendarId"] = new("Id of the followed calendar."),
        ["category"] = new("Code of an equipment category, as `mobile`."),
        ["centre"] = new("Id of the training centre."),
        ["closureId"] = new("Id of the closure."),
        ["code"] = new("INSEE code: of today, old, associated or of an arrondissement."),
        ["reuseItemByCode.code"] = new("Code on the label of the item; case and the hyphen do not matter."),
        ["actOnReuseItem.code"] = new("Code on the label of the item; case and the hyphen do not matter."),
        ["commune"] = new("INSEE code of the commune to search around, as `38185`."),
        ["courseKind"] = new("`workshop` for an event, `training` for a training action.", Choices: ["workshop", "training"]),
        ["date"] = new("A local day of the place.", Format: "date"),
        ["factors"] = new("Factor set to compute everything with; without it, each entry keeps the set it was made with.", Choices: ["rn-2026", "restart-2021", "restart-2018"]),
        ["from"] = new("First local day, included.", Format: "date"),
        ["funding"] = new("Only courses paid so.", Choices: ["free", "cpf"]),
        ["groupBy"] = new("How to cut the figures. Groups too small to be told apart are told together (ADR 17): of an organisation under the key `others`; of a day under the key of its month, as `2026-10`, or `others` where there is one month only.", Choices: ["none", "day", "month", "year", "category", "weee6", "r543172", "commune", "organisation", "barrier"]),
        ["id"] = new("Its id, an opaque string."),
        ["Idempotency-Key"] = new("1 to 200 characters of the caller's choice. Sent again with the same body, it gets the same answer; with another body, it is refused. A refusal is not remembered.", MaxLength: 200),
        ["addReuseItem.Idempotency-Key"] = new("1 to 200 characters of the caller's choice. Sent again with it, the item of the first request stands, whatever the body. A refusal is not remembered.", MaxLength: 200),
        ["reserveReuseItem.Idempotency-Key"] = new("1 to 200 characters of the caller's choice. Sent again for the same item with the same contact, it gets the reservation that was made. A refusal is not remembered.", MaxLength: 200),
        ["joinWaitingList.Idempotency-Key"] = new("1 to 200 characters of the caller's choice. Sent again with the same body, it gets the place in the list that was made. A refusal is not remembered.", MaxLength: 200),
        ["kind"] = new("Only organisations of this kind.", Choices: ["repairer", "repair-cafe", "reuse-workshop", "training-centre"]),
        ["findJobOffers.kind"] = new("Only offers of this kind.", Choices: ["apprenticeship", "job", "internship"]),
        ["findMutualHelp.kind"] = new("Only offers of help, or only requests.", Choices: ["offer", "request"]),
        ["lang"] = new("Language of the words in the answer; French without it.", Choices: ["fr", "en"]),
        ["level"] = new("Only courses of this level.", Choices: ["beginner", "intermediate", "advanced"]),
        ["limit"] = new("How many at most, from 1 to 100; 20 without it.", JsonSchemaType.Integer, Minimum: "1", Maximum: "100"),
        ["maxEur"] = new("Of this price at most, in euros; 0 for gifts alone.", JsonSchemaType.Integer, Minimum: "0"),
        ["near"] = new("Latitude and longitude, as `45.15,5.72`: nearest first, with distances."),
        ["number"] = new("Number of the closed period, in the order they were closed.", JsonSchemaType.Integer, Minimum: "1"),
        ["personId"] = new("Id of the person."),
        ["postcode"] = new("Five digits, or the first of them."),
        ["q"] = new("What people type."),
        ["radiusKm"] = new("How far around, in kilometres, from 0 to 200; 25 without it.", JsonSchemaType.Number, Minimum: "0", Maximum: "200"),
        ["reference"] = new("Reference of the booking, as on its ticket; case does not matter."),
        ["secret"] = new("Secret of the link of the booking or of the place in the waiting list, or of the calendar's address."),
        ["sessionId"] = new("Id of the session."),
        ["skip"] = new("How many to leave out, those already seen.", JsonSchemaType.Integer, Minimum: "0"),
        ["slip"] = new("Number of the deposit slip, as on the label; case does not matter."),
        ["state"] = new("Only items that stand so.", Choices: ["waiting-for-quote", "quoted", "accepted", "refused", "ready"]),
        ["listReuseItems.state"] = new("Which items; `here` without it: those at the workshop.", Choices: ["here", "in-hand", "offered", "reserved", "dismantled", "gone", "all"]),
        ["reservation.secret"] = new("Secret of the link of the reservation."),
        ["giveUpReservation.secret"] = new("Secret of the link of the reservation."),
        ["territory"] = new("Key of a territory: `commune:38185`, `epci:200040715`, `departement:38`, `region:84` or `country:FRA`."),
        ["territoryKey"] = new("Key of the territory: of an approval, the one that decides; of a feed or a contact, the one it tells about. As `commune:38185`."),
        ["to"] = new("Last local day, included.", Format: "date"),
        ["trade"] = new("Only courses, or offers, of this trade.", Choices: ["repair", "reuse", "repairable-design", "old-buildings"]),
        ["uncollected"] = new("`true` for only those that nobody collects.", JsonSchemaType.Boolean),
    };

    /// <summary>Parameters of the query that a call cannot do without.</summary>
    private static readonly HashSet<(string Operation, string Parameter)> Compulsory =
        [("closedPeriods", "territory"), ("coursesCalendar", "territory"), ("trainingFigures", "territory"), ("trainingFigures", "from"), ("trainingFigures", "to"), ("impact", "territory"), ("impactCsv", "territory"), ("findSlots", "commune"), ("findSlots", "category")];

    /// <summary>Fields that a body cannot do without; the others may be left out or null.</summary>
    private static readonly Dictionary<string, string[]> CompulsoryFields = new(StringComparer.Ordinal)
    {
        ["BookBody"] = ["serviceId", "start", "contact", "item"],
        ["CalendarBody"] = ["address"],
        ["ClosingBody"] = ["territory", "period"],
        ["ClosureBody"] = ["from", "to"],
        ["ContactBody"] = ["name"],
        ["CourseBody"] = ["trade", "title", "summary", "minutes"],
        ["CourseSessionBody"] = ["meetings", "seats"],
        ["DayBody"] = ["openings"],
        ["DayOpeningBody"] = ["from", "to"],
        ["DecisionBody"] = ["status"],
        ["EnrolmentBody"] = ["contact"],
        ["EnrolmentDecisionBody"] = ["decision"],
        ["ItemBody"] = ["category", "problem"],
        ["ImportForm"] = ["file", "kind"],
        ["JobOfferBody"] = ["kind", "trade", "rome", "title", "tasks", "weeklyMinutes", "communeCode"],
        // An appointment gives the rest; someone without one says who and what.
        ["LeaveBody"] = [],
        ["MeetingBody"] = ["date", "from", "to"],
        ["MoveBody"] = ["start"],
        ["OpeningBody"] = ["days", "from", "to", "validFrom"],
        ["OrganisationBody"] = ["name", "kinds", "communeCode"],
        ["PersonBody"] = ["firstName"],
        ["PlaceBody"] = ["name", "address", "communeCode", "benches"],
        // Its appointment may give the rest; a correction says only what changes.
        ["RepairBody"] = [],
        ["RepairItemBody"] = [],
        ["QualityBody"] = ["qualiRepar"],
        ["QuoteBody"] = ["amountEur", "text", "validUntil"],
        ["SessionBody"] = ["date", "from", "to", "benches"],
        ["ServiceBody"] = ["name", "categories", "durationMinutes"],
        ["HeldSlotBody"] = ["heldSlotId"],
        ["WaitBody"] = ["communeCode", "until", "contact", "item"],
        ["SkillBody"] = ["category", "level"],
        ["ReserveBody"] = ["contact"],
        ["ReuseItemBody"] = ["category", "name", "weighedKg"],
        ["ItemActBody"] = ["act"],
        ["WeighingBody"] = ["date", "lines"],
        ["WeighingLineBody"] = ["weighedKg"],
    };

    /// <summary>What a field of a body holds, where its name does not say it all.</summary>
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["BookBody.channel"] = "`web` without it; `desk` or `phone` for a member of the organisation, or an agent of the commune, its EPCI or its département at an approved place, who need give neither e-mail nor phone.",
        ["BookBody.moreItems"] = "What is brought besides, 4 items at most: the appointment takes the time of all, 12 hours at most.",
        ["BookBody.note"] = "At most 1,000 characters.",
        ["BookBody.serviceId"] = "Id of the service.",
        ["BookBody.start"] = "Start of a free slot, an instant with its offset.",
        ["CalendarBody.address"] = "http, https or webcal; on the public internet.",
        ["CalendarBody.name"] = "How the workshop calls it, at most 80 characters; the name of its site without it.",
        ["LeaveBody.accessories"] = "What comes with it, at most 200 characters.",
        ["LeaveBody.bookingReference"] = "The appointment at which it is left: it then says who, what and where.",
        ["LeaveBody.contact"] = "Of someone without an appointment, with an e-mail address or a telephone number.",
        ["LeaveBody.item"] = "Of someone without an appointment.",
        ["LeaveBody.itemNumber"] = "Which item of the appointment, from 1; the first without it.",
        ["QuoteBody.amountEur"] = "From 0 to 100,000, to the cent.",
        ["QuoteBody.text"] = "What would be done, at most 1,000 characters.",
        ["QuoteBody.validUntil"] = "Last local day, YYYY-MM-DD, within a year.",
        ["SessionBody.benches"] = "From 1 to 50.",
        ["SessionBody.date"] = "Local day, YYYY-MM-DD, today or later.",
        ["SessionBody.from"] = "Local time, HH:MM.",
        ["SessionBody.minutesPerPlace"] = "Minutes given to each item, from 5 to 240; those of the service without it.",
        ["SessionBody.title"] = "At most 80 characters.",
        ["SessionBody.to"] = "Local time, HH:MM, after `from`; 24:00 is the end of the day, and 00:00 is refused.",
        ["SessionBody.volunteers"] = "Ids of people of the place who will be there.",
        ["PlaceBody.lat"] = "Degrees WGS84, with `lon`, at most 30 km from the centre of the commune (150 in Guyane); the centre without both.",
        ["ClosureBody.from"] = "Instant it begins, with its offset.",
        ["ClosureBody.reason"] = "At most 200 characters.",
        ["ClosureBody.to"] = "Instant it ends, with its offset.",
        ["ContactBody.email"] = "This or `phone` is compulsory, except at the desk.",
        ["ContactBody.name"] = "At most 100 characters; a first name is enough.",
        ["ContactBody.phone"] = "As written in France, or with + and the country code.",
        ["ReserveBody.contact"] = "With an e-mail address or a telephone number.",
        ["ReuseItemBody.channel"] = "How it came, as for an intake: it is weighed in at the same time. Without it, it was weighed when it came.",
        ["ReuseItemBody.code"] = "On the label it bears; a new one without it.",
        ["ReuseItemBody.intakeId"] = "The weighing it came in by, for what was weighed with others.",
        ["ReuseItemBody.name"] = "What people call it, at most 80 characters.",
        ["ReuseItemBody.placeId"] = "One of the workshop's places; the first without it.",
        ["ReuseItemBody.sure"] = "An unusual weight was looked at again.",
        ["ReuseItemBody.weighedKg"] = "What the scales showed, to the gram, without container.",
        ["ItemActBody.accountsRemoved"] = "Of `wipe`: no account of anyone is left on it.",
        ["ItemActBody.act"] = "What is done, as listed.",
        ["ItemActBody.guaranteeMonths"] = "Of `offer`, beyond the law's; 0 to 60.",
        ["ItemActBody.method"] = "Of `wipe`: `factory-reset`, `overwritten`, `secure-erase`, `storage-removed`, `storage-destroyed`.",
        ["ItemActBody.priceEur"] = "Of `offer`: 0 for a gift, 10,000 at most.",
        ["ItemActBody.reservation"] = "Of `sell` and `donate`, for what is kept for someone: id of the reservation of who takes it, as the item gives it. Of `release` and `withdraw`: only if it is kept for them.",
        ["ItemActBody.stream"] = "Of `recycle`, as for an outflow.",
        ["ItemActBody.verified"] = "Of `wipe`: someone looked, and nothing is left.",
        ["ItemActBody.words"] = "A few words, without an address or a number of anyone.",
        ["WeighingBody.channel"] = "Of an intake: `drop-off` without it, `home-collection`, `recycling-centre`, `business`.",
        ["WeighingBody.communeCode"] = "Of an intake: INSEE code of the commune it comes from; none when nobody said.",
        ["WeighingBody.date"] = "Local day, YYYY-MM-DD, today at the latest.",
        ["WeighingBody.destination"] = "Of an outflow, compulsory there: `sold`, `donated`, `parts`, `repairer`, `recycled`, `discarded`.",
        ["WeighingBody.lines"] = "From 1 to 40.",
        ["WeighingBody.note"] = "At most 200 characters, without an address or a number of anyone.",
        ["WeighingBody.placeId"] = "One of the workshop's places; the first without it.",
        ["WeighingBody.stream"] = "Of what is recycled; `other` without it.",
        ["WeighingLineBody.category"] = "Code of an equipment category; none, or `unknown`, for what nobody recognised.",
        ["WeighingLineBody.count"] = "How many, 1 to 10,000; none when only weighed.",
        ["WeighingLineBody.itemCode"] = "Code on the label of the one thing it is: what a repair counted under it is not counted again.",
        ["WeighingLineBody.sure"] = "A weight far above the usual was looked at again.",
        ["WeighingLineBody.tareKg"] = "The container, taken off; none without it.",
        ["WeighingLineBody.weighedKg"] = "What the scales showed, to the gram, 2,000 at most.",
        ["CourseBody.certifiedUntil"] = "Last local day of the certification's registration, YYYY-MM-DD; compulsory with it.",
        ["CourseBody.cpf"] = "Only with a certification and Qualiopi.",
        ["CourseBody.minutes"] = "How long it lasts in all, 15 to 120,000.",
        ["CourseBody.price"] = "In euros, 0 for free; to be asked for without it.",
        ["CourseBody.rome"] = "Codes of our short list, ten at most.",
        ["CourseBody.status"] = "`draft` without it, or `published`.",
        ["CourseBody.trade"] = "`repair`, `reuse`, `repairable-design`, `old-buildings`.",
        ["CourseSessionBody.answers"] = "`at-once` gives a free seat to who asks; `centre`, without it, lets the centre answer.",
        ["CourseSessionBody.enrolUntil"] = "Last local day, YYYY-MM-DD; the day before it begins without it.",
        ["CourseSessionBody.placeId"] = "One of the centre's places; at a distance without it.",
        ["CourseSessionBody.seats"] = "From 1 to 500.",
        ["DayBody.openings"] = "None shuts the place that day.",
        ["EnrolmentBody.contact"] = "With an e-mail address or a telephone number.",
        ["EnrolmentDecisionBody.words"] = "The question, or why it is no.",
        ["HeldSlotBody.heldSlotId"] = "Id of the slot held, as the list shows it: an old answer takes no other.",
        ["ImportForm.file"] = "CSV of at most 200 MiB, with its header.",
        ["ImportForm.kind"] = "`ords`.",
        ["ImportForm.territory"] = "Key of a territory the sender is an agent of; only an operator may leave it out.",
        ["ItemBody.category"] = "Code of an equipment category that the service takes.",
        ["ItemBody.problem"] = "At most 1,000 characters.",
        ["JobOfferBody.communeCode"] = "INSEE code.",
        ["JobOfferBody.diploma"] = "`none` (without it), or `level-3` to `level-7` of the French framework of certifications.",
        ["JobOfferBody.email"] = "Where one answers: this or `phone`.",
        ["JobOfferBody.kind"] = "`apprenticeship`, `job`, `internship`.",
        ["JobOfferBody.language"] = "In which one works: `fr` (without it) or `en`.",
        ["JobOfferBody.length"] = "How many of `lengthUnit`: 1 to 52 weeks, 1 to 36 months; a permanent place without it. An internship has one.",
        ["JobOfferBody.lengthUnit"] = "`weeks` or `months`.",
        ["JobOfferBody.pay"] = "In words, at most 300 characters; compulsory for an internship of more than two months.",
        ["JobOfferBody.rome"] = "Code of our short list of jobs, as `I1402`.",
        ["JobOfferBody.startsOn"] = "Local day, YYYY-MM-DD; as soon as possible without it.",
        ["JobOfferBody.status"] = "`draft` without it, or `published`.",
        ["JobOfferBody.trade"] = "`repair`, `reuse`, `repairable-design`, `old-buildings`.",
        ["JobOfferBody.weeklyMinutes"] = "60 to 2,880.",
        ["MoveBody.start"] = "Start of a free slot of the same service, an instant with its offset.",
        ["OpeningBody.benches"] = "Benches open then, from 1 to 50; all of the place without it.",
        ["OpeningBody.days"] = "`mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`.",
        ["OpeningBody.everyWeeks"] = "From 1 (without it) to 104, counted from the week of `validFrom`.",
        ["OpeningBody.from"] = "Local time, HH:MM.",
        ["OpeningBody.monthlyNth"] = "1 to 5, or -1 for the last of the month.",
        ["OpeningBody.services"] = "Ids of the services given then; all without it.",
        ["OpeningBody.to"] = "Local time, HH:MM, after `from`; 24:00 is the end of the day, and 00:00 is refused.",
        ["OpeningBody.validFrom"] = "First local day, YYYY-MM-DD.",
        ["OpeningBody.validTo"] = "Last local day, included; no end without it.",
        ["OrganisationBody.communeCode"] = "INSEE code.",
        ["OrganisationBody.kinds"] = "`repairer`, `repair-cafe`, `reuse-workshop`, `training-centre`.",
        ["OrganisationBody.siret"] = "14 digits.",
        ["PlaceBody.benches"] = "Items that can be repaired at the same time, from 1 to 50.",
        ["PlaceBody.closedOnHolidays"] = "True without it.",
        ["PlaceBody.communeCode"] = "INSEE code.",
        ["PlaceBody.timeZone"] = "IANA name; the commune's without it.",
        ["RepairBody.barrier"] = "Code of what stood in the way.",
        ["RepairBody.bookingReference"] = "The appointment it ends: it then gives organisation, place, day and item where they are not said.",
        ["RepairBody.date"] = "Local day at the place, YYYY-MM-DD; compulsory without an appointment.",
        ["RepairBody.declaredKg"] = "Weight said by the person or read on the item; more than 0, at most 1,000.",
        ["RepairBody.itemNumber"] = "Which item of the appointment, from 1: `item` first, then `moreItems`. Without it, the first not yet recorded, of the category said where there is one.",
        ["RepairBody.itemCode"] = "Code on the item's label; a new one is given without it.",
        ["RepairBody.organisationId"] = "Compulsory without an appointment.",
        ["RepairBody.outcome"] = "`fixed`, `repairable`, `end-of-life` or `unknown`. Compulsory, except in a correction.",
        ["RepairBody.placeId"] = "Compulsory without an appointment.",
        ["RepairBody.weighedKg"] = "Weight on the scales, which wins over the declared one; more than 0, at most 1,000.",
        ["RepairItemBody.category"] = "Code of an equipment category; compulsory without an appointment.",
        ["WaitBody.communeCode"] = "INSEE code of the commune to wait around.",
        ["WaitBody.radiusKm"] = "As the crow flies from its centre, from 1 to 50; 25 without it.",
        ["WaitBody.until"] = "Last local day that suits, at most 180 days ahead.",
        ["ServiceBody.bufferMinutes"] = "Time the bench stays busy afterwards, from 0 (without it) to 480.",
        ["ServiceBody.cancelNoticeMinutes"] = "How long before its start a booking can no longer be moved or cancelled by its link; 0 without it.",
        ["ServiceBody.categories"] = "Codes of equipment categories.",
        ["ServiceBody.durationByCategory"] = "By code of equipment category, minutes of an appointment where it takes another time than `durationMinutes`; from 5 to 720.",
        ["ServiceBody.durationMinutes"] = "From 5 to 720.",
        ["ServiceBody.home"] = "Where a service at home goes; everywhere without it.",
        ["HomeBody.communes"] = "INSEE codes of the communes it goes to, at most 200.",
        ["HomeBody.radiusKm"] = "It also goes to each commune whose centre is this near its place, as the crow flies; from 1 to 200.",
        ["HomeBody.travelMinutes"] = "Kept free after each visit for the road; from 0 (without it) to 240, and at most 480 with `bufferMinutes`.",
        ["BookBody.visit"] = "Where to come, for a service at home; compulsory where the service does not go everywhere.",
        ["VisitBody.communeCode"] = "INSEE code.",
        ["ServiceBody.maxAheadDays"] = "From 1 to 400; 60 without it.",
        ["ServiceBody.minNoticeMinutes"] = "How long before its start a slot can no longer be booked; 0 without it.",
        ["ServiceBody.mode"] = "`workshop` (without it), `home` or `phone`.",
        ["ServiceBody.publicBooking"] = "Anyone may book it; true without it.",
    };

    public static void Describe(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (!Known.TryGetValue($"{operation.OperationId}.{parameter.Name}", out var known) && !Known.TryGetValue(parameter.Name ?? "", out known))
            {
                continue;
            }

            if (parameter.Schema is OpenApiSchema { Type: { } type } && type.HasFlag(JsonSchemaType.Array))
            {
                parameter.Description ??= known.Description + " May be repeated.";
                continue;
            }

            parameter.Description ??= known.Description;
            parameter.Required |= Compulsory.Contains((operation.OperationId ?? "", parameter.Name!));
            parameter.Schema = new OpenApiSchema
            {
                Type = known.Type,
                Format = known.Format,
                MaxLength = known.MaxLength,
                Minimum = known.Minimum,
                Maximum = known.Maximum,
                Enum = known.Choices is null ? null : [.. known.Choices.Select(choice => (JsonNode)JsonValue.Create(choice))],
            };
        }
    }

    /// <summary>Says of every body what it must hold, and what each field means.</summary>
    public static void DescribeBodies(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var (name, compulsory) in CompulsoryFields)
        {
            if (schemas.TryGetValue(name, out var schema) && schema is OpenApiSchema { Properties: { } properties } body)
            {
                body.Required = compulsory.ToHashSet(StringComparer.Ordinal);
                foreach (var (field, property) in properties.ToList())
                {
                    properties[field] = Described(property, Fields.GetValueOrDefault($"{name}.{field}"), compulsory.Contains(field));
                }
            }
        }
    }

    private static IOpenApiSchema Described(IOpenApiSchema schema, string? description, bool isCompulsory)
    {
        if (schema is not OpenApiSchema own)
        {
            return schema;
        }

        own.Description ??= description;
        if (!isCompulsory)
        {
            return own;
        }

        own.Type &= ~JsonSchemaType.Null;
        return own.OneOf is { Count: 2 } choices ? choices.First(c => c.Type != JsonSchemaType.Null) : own;
    }

    private sealed record Parameter(
        string Description, JsonSchemaType Type = JsonSchemaType.String, string? Format = null, int? MaxLength = null, string? Minimum = null, string? Maximum = null, IReadOnlyList<string>? Choices = null);
}
