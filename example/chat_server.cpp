// A chat server: what one client says, all get, and nobody waits for the slow.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// chat_server [--room LINES] [--grace SECONDS] PORT
//
// Listens on 127.0.0.1; port 0 is any free one. The first line of a client is
// its name: up to 20 letters, digits, '-' and '_'. Every further line goes to
// all that have a name, in the same order to each. A line has up to 1000 bytes;
// control characters in it become '?'. Who joins and leaves is also printed.
//
// Each client has a queue of LINES (1000 unless given). One whose queue is full
// does not read what it is sent, and is dropped.
//
// On Ctrl-C it says good-bye, gives the clients SECONDS (2 unless given) to
// take what is in their queues, and closes. A second Ctrl-C ends the grace.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;

constexpr std::size_t longest_name = 20;
constexpr std::size_t longest_line = 1000;
constexpr std::size_t largest_write = 1 << 16;

// What the system keeps for a client that does not read is as little; beyond
// it the queue counts.
constexpr int send_buffer = 1 << 16;

struct options
{
    std::ptrdiff_t room = 1000;
    seconds grace = 2s;
    std::uint16_t port = 0;
};

// All queues share a line.
using shared_line = std::shared_ptr<std::string const>;

// Those who are connected.
class client;
using client_set = std::unordered_set<client*>;

class client
{
public:
    client(tcp::socket s, std::ptrdiff_t room, client_set& all)
        : socket(std::move(s)), lines(room), all_(all)
    {
        all_.insert(this);
    }

    client(client const&) = delete;
    client& operator=(client const&) = delete;

    ~client()
    {
        all_.erase(this);
    }

    tcp::socket socket;
    std::string received;
    std::string name; // empty: it has not joined
    bool gone = false;
    asyncio::queue<shared_line> lines;
    asyncio::task_group tasks;

private:
    client_set& all_;
};

bool is_name(std::string_view text)
{
    auto const fits = [](char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= longest_name &&
           std::all_of(text.begin(), text.end(), fits);
}

// It goes to the terminals of others.
std::string clean(std::string line)
{
    auto const control = [](char c)
    {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    std::replace_if(line.begin(), line.end(), control, '?');
    return line;
}

// The next line of a client; nothing if it was too long.
asio::awaitable<std::optional<std::string>> read_line(client& c)
{
    bool too_long = false;
    for (;;)
    {
        boost::system::error_code error;
        auto const size = co_await asio::async_read_until(
            c.socket,
            asio::dynamic_buffer(c.received, longest_line + 1),
            '\n',
            asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::not_found)
        {
            too_long = true;
            c.received.clear();
            continue;
        }
        if (error)
            throw boost::system::system_error(error);
        auto line = c.received.substr(0, size - 1);
        c.received.erase(0, size);
        if (too_long)
            co_return std::nullopt;
        if (line.ends_with('\r'))
            line.pop_back();
        co_return line;
    }
}

// The chat. Leaving the context ends it for all clients.
class chat
{
public:
    explicit chat(options const& o)
        : options_(o)
    {
    }

    void start(tcp::socket socket)
    {
        auto const task =
            asyncio::create_task(&chat::serve, this, std::move(socket));
        sessions_.insert(task);
        task.add_done_callback(
            [this](asyncio::task<void> const& t) { sessions_.erase(t); });
    }

    asio::awaitable<void> aenter()
    {
        co_return;
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        say_good_bye();
        if (!sessions_.empty())
            co_await asyncio::wait(sessions_, {.timeout = options_.grace});
        for (auto const& session : sessions_)
            session.cancel();
        while (!sessions_.empty())
            co_await asyncio::wait(sessions_);
    }

private:
    asio::awaitable<void> serve(tcp::socket socket)
    {
        if (closing_)
            co_return;
        client c(std::move(socket), options_.room, clients_);
        co_await asyncio::with(
            std::ref(c.tasks),
            [&](asyncio::task_group& tasks)
            {
                tasks.create_task(write(c));
                return read(c);
            });
    }

    asio::awaitable<void> read(client& c)
    try
    {
        tell(c, "* your name?");
        while (c.name.empty())
            join(c, co_await read_line(c));
        for (;;)
        {
            auto line = co_await read_line(c);
            if (line)
                tell_all(c.name + ": " + clean(std::move(*line)));
            else
                tell(c, "* too long, not sent");
        }
    }
    catch (boost::system::system_error const& e)
    {
        if (asyncio::is_cancelled(e))
            throw;
        lost(c, e.code());
    }

    // All that waits in the queue goes into one write, so that a client that
    // reads keeps up with any number of them that talk.
    asio::awaitable<void> write(client& c)
    try
    {
        while (auto const line = co_await c.lines.next())
        {
            auto text = **line;
            while (!c.lines.empty() && text.size() < largest_write)
                text += *c.lines.get_nowait();
            co_await asio::async_write(
                c.socket, asio::buffer(text), asio::use_awaitable);
        }
        // That was the good-bye.
        c.tasks.cancel();
    }
    catch (boost::system::system_error const& e)
    {
        if (asyncio::is_cancelled(e))
            throw;
        lost(c, e.code());
    }

    void join(client& c, std::optional<std::string> const& name)
    {
        auto const taken = [&](client const* other)
        {
            return !other->gone && other->name == *name;
        };
        if (!name || !is_name(*name))
            tell(c, "* that is no name, another one?");
        else if (std::any_of(clients_.begin(), clients_.end(), taken))
            tell(c, "* that name is taken, another one?");
        else
        {
            c.name = *name;
            announce(c.name + " has joined");
        }
    }

    void lost(client& c, boost::system::error_code error)
    {
        leave(
            c,
            error == asio::error::eof ? std::string()
                                      : ": " + error.message());
    }

    void leave(client& c, std::string const& why)
    {
        if (std::exchange(c.gone, true))
            return;
        c.tasks.cancel();
        if (!c.name.empty())
            announce(c.name + " has left" + why);
        else if (!why.empty())
            std::cout << "* somebody has left" << why << std::endl;
    }

    void drop(client& c)
    {
        leave(
            c,
            ": too slow, " + std::to_string(c.lines.qsize()) +
                " lines behind");
        // What is on its way to the client would keep the connection.
        boost::system::error_code ignored;
        c.socket.set_option(tcp::socket::linger(true, 0), ignored);
        c.socket.close(ignored);
    }

    void announce(std::string const& what)
    {
        std::cout << "* " << what << std::endl;
        tell_all("* " + what);
    }

    // Gives every client the same lines in the same order, and waits for none.
    void tell_all(std::string text)
    {
        auto const line = make_line(std::move(text));
        std::vector<client*> slow;
        for (auto* const c : clients_)
            if (!c->name.empty() && !c->gone && !put(*c, line))
                slow.push_back(c);
        for (auto* const c : slow)
            drop(*c);
    }

    void tell(client& c, std::string text)
    {
        if (!put(c, make_line(std::move(text))))
            drop(c);
    }

    static shared_line make_line(std::string text)
    {
        text += '\n';
        return std::make_shared<std::string const>(std::move(text));
    }

    // After the good-bye nothing is said any more.
    bool put(client& c, shared_line const& line)
    {
        if (closing_)
            return true;
        if (c.lines.full())
            return false;
        c.lines.put_nowait(line);
        return true;
    }

    void say_good_bye()
    {
        auto const line = make_line("* good-bye");
        for (auto* const c : clients_)
        {
            put(*c, line);
            c->lines.shutdown();
        }
        closing_ = true;
    }

    options options_;
    client_set clients_;
    std::unordered_set<asyncio::task<void>> sessions_;
    bool closing_ = false;
};

asio::awaitable<void> accept_all(tcp::acceptor acceptor, chat& c)
{
    for (;;)
    {
        try
        {
            c.start(co_await acceptor.async_accept(asio::use_awaitable));
            continue;
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            std::cout << "* cannot accept: " << e.code().message()
                      << std::endl;
        }
        // Out of file descriptors, say: better soon.
        co_await asyncio::sleep(100ms);
    }
}

asio::awaitable<void> serve(std::uint16_t port, chat& c)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const address = asio::ip::address_v4::loopback();
    tcp::acceptor acceptor(executor, tcp::endpoint(address, port));
    // The sockets that it accepts have it, too.
    acceptor.set_option(asio::socket_base::send_buffer_size(send_buffer));
    std::cout << "listening on " << acceptor.local_endpoint().port()
              << std::endl;

    // On the way out the acceptor is closed first, then the context is left.
    co_await asyncio::with(
        std::ref(c), [&] { return accept_all(std::move(acceptor), c); });
}

// Throws std::invalid_argument.
template<class T>
T parse(std::string_view text)
{
    T value;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        throw std::invalid_argument(
            "not a number, or out of range: " + std::string(text));
    return value;
}

options parse_arguments(std::span<char*> arguments)
{
    options result;
    for (; arguments.size() > 2; arguments = arguments.subspan(2))
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name == "--room")
        {
            result.room = parse<std::ptrdiff_t>(value);
            if (result.room <= 0)
                throw std::invalid_argument(
                    "not a usable number: " + std::string(value));
        }
        else if (name == "--grace")
        {
            auto const n = parse<double>(value);
            if (!std::isfinite(n) || n < 0)
                throw std::invalid_argument(
                    "not a usable time: " + std::string(value));
            result.grace = seconds(n);
        }
        else
            break;
    }
    if (arguments.size() != 1 ||
        std::string_view(arguments[0]).starts_with("--"))
        throw std::invalid_argument(
            "usage: chat_server [--room LINES] [--grace SECONDS] PORT");
    result.port = parse<std::uint16_t>(arguments[0]);
    return result;
}

int main(int argc, char* argv[])
try
{
    auto const o = parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    // Outlives the loop, in which a callback may still refer to it.
    chat c(o);
    asyncio::run(serve(o.port, c));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 0;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "chat_server: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "chat_server: cannot listen: " << e.code().message() << '\n';
    return 1;
}
