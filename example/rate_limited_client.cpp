// Asks a server many things: so many at a time, and so many a second.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// rate_limited_client [--outstanding N] [--rate R] [--each SECONDS] HOST PORT
//
// Reads requests from standard input, one a line, and makes each in the manner
// of whois (RFC 3912): it connects, sends the line, and reads the answer up to
// the end of the connection. At most N requests (4 unless given) are
// outstanding, at most R begin in a second (any number unless given), and each
// may take SECONDS (10). The first lines of the answers are printed in the
// order of the requests, each as soon as those before it are. Ctrl-C ends it
// with the results so far. Exit code 0 if every request was answered, 1 if not,
// 2 for bad usage, 130 for Ctrl-C.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;

constexpr std::size_t longest_answer = 1 << 20;

struct options
{
    std::ptrdiff_t outstanding = 4;
    seconds interval = 0s; // between the beginnings of two requests
    seconds each = 10s;
    std::string host;
    std::string port;
};

struct request
{
    std::string line;
    std::string outcome = {}; // empty: there is none yet
    bool answered = false;
};

// The server may send anything, and it goes to a terminal.
std::string printable(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (char const c : text)
    {
        auto const code = static_cast<unsigned char>(c);
        if (code >= 0x20 && code < 0x7f)
            result += c;
        else
        {
            result += "\\x";
            result += digits[code >> 4];
            result += digits[code & 15];
        }
    }
    return result;
}

class client
{
public:
    client(options const& o, std::vector<request> requests)
        : options_(o)
        , requests_(std::move(requests))
        , places_(o.outstanding)
    {
    }

    asio::awaitable<void> run()
    {
        tcp::resolver resolver(co_await asio::this_coro::executor);
        endpoints_ = co_await resolver.async_resolve(
            options_.host, options_.port, asio::use_awaitable);
        co_await asyncio::with(
            asyncio::task_group(),
            [this](asyncio::task_group& group) { return ask_all(group); });
    }

    // Prints what there is; gives whether every request was answered.
    bool report(std::ostream& out) const
    {
        std::size_t answered = 0;
        std::size_t failed = 0;
        for (std::size_t i = 0; i != requests_.size(); ++i)
        {
            auto const& r = requests_[i];
            if (i >= printed_ && !r.outcome.empty())
                print(out, r);
            answered += r.answered;
            failed += !r.answered && !r.outcome.empty();
        }
        out << requests_.size() << " requests: " << answered << " answered, "
            << failed << " failed, " << requests_.size() - answered - failed
            << " left\n";
        return answered == requests_.size();
    }

private:
    using place = asyncio::scoped_guard<asyncio::semaphore>;

    // A task exists only while it has a place, so that there are few of them
    // however many requests there are.
    asio::awaitable<void> ask_all(asyncio::task_group& group)
    {
        for (auto& r : requests_)
        {
            if (&r != &requests_.front())
                co_await asyncio::sleep(options_.interval);
            place p = co_await asyncio::scoped(places_);
            group.create_task(&client::ask, this, &r, std::move(p));
        }
    }

    // The place is free again when the task has ended.
    asio::awaitable<void> ask(request* r, place)
    {
        try
        {
            auto const answer =
                co_await asyncio::wait_for(exchange(r->line), options_.each);
            auto const line = answer.substr(0, answer.find_first_of("\r\n"));
            r->outcome = "answer: " + printable(line);
            r->answered = true;
        }
        catch (asyncio::timeout_error const&)
        {
            r->outcome = "no answer in time";
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            r->outcome = "no answer: " + e.code().message();
        }
        print_in_order();
    }

    asio::awaitable<std::string> exchange(std::string const& line)
    {
        tcp::socket socket(co_await asio::this_coro::executor);
        co_await asio::async_connect(
            socket, endpoints_, asio::use_awaitable);
        auto const message = line + "\r\n";
        co_await asio::async_write(
            socket, asio::buffer(message), asio::use_awaitable);

        std::string answer;
        boost::system::error_code error;
        co_await asio::async_read(
            socket,
            asio::dynamic_buffer(answer, longest_answer),
            asio::redirect_error(asio::use_awaitable, error));
        // The answer is there when the other side has closed.
        if (!error)
            error = asio::error::message_size;
        if (error != asio::error::eof || answer.empty())
            throw boost::system::system_error(error);
        co_return answer;
    }

    void print_in_order()
    {
        for (; printed_ != requests_.size(); ++printed_)
        {
            auto const& r = requests_[printed_];
            if (r.outcome.empty())
                break;
            print(std::cout, r);
        }
        std::cout.flush();
    }

    static void print(std::ostream& out, request const& r)
    {
        out << r.line << "  " << r.outcome << '\n';
    }

    options options_;
    std::vector<request> requests_;
    asyncio::semaphore places_;
    tcp::resolver::results_type endpoints_;
    std::size_t printed_ = 0;
};

std::vector<request> read_requests(std::istream& in)
{
    std::vector<request> requests;
    for (std::string line; std::getline(in, line);)
    {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            requests.push_back({.line = line});
    }
    return requests;
}

// Throws std::invalid_argument.
template<class T>
T parse(std::string_view text)
{
    T value;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        throw std::invalid_argument("not a number: " + std::string(text));
    return value;
}

template<class T>
T parse_positive(std::string_view text)
{
    auto const value = parse<T>(text);
    if (!std::isfinite(static_cast<double>(value)) || value <= 0)
        throw std::invalid_argument(
            "not a usable number: " + std::string(text));
    return value;
}

options parse_arguments(std::span<char*> arguments)
{
    options result;
    while (arguments.size() > 2)
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name == "--outstanding")
            result.outstanding = parse_positive<std::ptrdiff_t>(value);
        else if (name == "--rate")
            result.interval = seconds(1 / parse_positive<double>(value));
        else if (name == "--each")
            result.each = seconds(parse_positive<double>(value));
        else
            break;
        arguments = arguments.subspan(2);
    }
    if (arguments.size() != 2 ||
        std::string_view(arguments[0]).starts_with('-'))
        throw std::invalid_argument(
            "usage: rate_limited_client [--outstanding N] [--rate R] "
            "[--each SECONDS] HOST PORT");
    result.host = arguments[0];
    result.port = arguments[1];
    if (parse<std::uint16_t>(result.port) == 0)
        throw std::invalid_argument("not a port: 0");
    return result;
}

int main(int argc, char* argv[])
try
{
    auto const o = parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    client c(o, read_requests(std::cin));
    bool interrupted = false;
    try
    {
        asyncio::run(c.run());
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        interrupted = true;
    }
    bool const all_answered = c.report(std::cout);
    return interrupted ? 130 : all_answered ? 0 : 1;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "rate_limited_client: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "rate_limited_client: " << e.code().message() << '\n';
    return 1;
}
