using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Privacy;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>What is held about someone, as a file for programs. Names are stable; what is there several times is a list.</summary>
internal static class HeldFile
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(PersonData data)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartObject();
            json.WriteString("email", data.Email);
            json.WriteString("at", InstantPattern.ExtendedIso.Format(data.At));
            foreach (var section in data.Sections)
            {
                json.WriteStartArray(section.Name);
                foreach (var record in section.Records)
                {
                    Write(json, record);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static void Write(Utf8JsonWriter json, HeldRecord record)
    {
        json.WriteStartObject();
        foreach (var facts in record.Facts.GroupBy(f => f.Name))
        {
            json.WritePropertyName(facts.Key);
            if (facts.Count() == 1)
            {
                Write(json, facts.Single().Value);
                continue;
            }

            json.WriteStartArray();
            foreach (var fact in facts)
            {
                Write(json, fact.Value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case Instant at:
                json.WriteStringValue(InstantPattern.ExtendedIso.Format(at));
                break;
            case LocalDate day:
                json.WriteStringValue(LocalDatePattern.Iso.Format(day));
                break;
            case bool yes:
                json.WriteBooleanValue(yes);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
