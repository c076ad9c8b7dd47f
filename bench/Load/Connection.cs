using System.Net.Sockets;
using System.Text;

namespace RepairNet.Bench.Load;

/// <summary>One kept-alive HTTP/1.1 connection that sends ready-made bytes and reads the answer without keeping it: as little work as can be, on a machine shared with the server.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public static async Task<Connection> OpenAsync(Uri server)
    {
        var connection = new Connection();
        await connection._socket.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>Bytes of a GET, asking as browsers do.</summary>
    public static byte[] Get(Uri server, string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/html\r\nAccept-Encoding: gzip, br\r\n\r\n");

    /// <summary>Bytes of a POST of JSON.</summary>
    public static byte[] Post(Uri server, string path, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var head = Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }

    /// <summary>Sends a request and reads its answer to the end.</summary>
    /// <returns>The HTTP status.</returns>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var read = 0;
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0)
        {
            read += await ReceiveAsync(read);
        }

        headEnd += 4;
        var (status, length, chunked) = ReadHead(_buffer.AsSpan(0, headEnd));
        if (chunked)
        {
            // The answers here hold no such bytes before their end.
            while (!_buffer.AsSpan(headEnd, read - headEnd).EndsWith("0\r\n\r\n"u8))
            {
                read += await ReceiveAsync(read);
            }
        }
        else
        {
            while (read < headEnd + length)
            {
                read += await ReceiveAsync(read);
            }
        }

        return status;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int offset)
    {
        if (offset == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = await _socket.ReceiveAsync(_buffer.AsMemory(offset));
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private static (int Status, int Length, bool Chunked) ReadHead(ReadOnlySpan<byte> head)
    {
        var status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
        var (length, chunked) = (0, false);
        while (head.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var line = head[..end];
            head = head[(end + 2)..];
            if (Ascii.EqualsIgnoreCase(line[..Math.Min(line.Length, 15)], "Content-Length:"u8))
            {
                foreach (var digit in line[15..].Trim((byte)' '))
                {
                    length = length * 10 + (digit - '0');
                }
            }
            else if (Ascii.EqualsIgnoreCase(line[..Math.Min(line.Length, 18)], "Transfer-Encoding:"u8))
            {
                chunked = true;
            }
        }

        return (status, length, chunked);
    }
}
