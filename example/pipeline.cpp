// Three stages joined by bounded queues: read, compute in threads, write.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// pipeline [--workers N] [--room N]
//
// Reads numbers from standard input, one a line, and writes each with its prime
// factors, in the order of the input. Several are factorised at once: as many
// as there are processors, or --workers. At most --room (64) wait between two
// stages: if the output is not taken, the input is not read.
//
// A line that is no number from 1 to 18446744073709551615 ends it, as does an
// error of the input: what stands before is written, then the error is told.
// Exit code 0 if all was well, 1 for an error, 2 for bad usage, 130 for Ctrl-C.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <optional>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

constexpr std::size_t longest_line = 1000;

struct options
{
    std::ptrdiff_t workers =
        std::max<std::ptrdiff_t>(std::thread::hardware_concurrency(), 1);
    std::ptrdiff_t room = 64;
};

// Standard input or output as a stream of Asio.
class standard_stream
{
public:
    standard_stream(asio::any_io_executor const& executor, int descriptor)
        : flags_(::fcntl(descriptor, F_GETFL))
        , stream_(executor, ::dup(descriptor))
    {
    }

    standard_stream(standard_stream const&) = delete;
    standard_stream& operator=(standard_stream const&) = delete;

    // Asio makes it non-blocking, also for whoever else has it: the shell, say.
    ~standard_stream()
    {
        ::fcntl(stream_.native_handle(), F_SETFL, flags_);
    }

    asio::posix::stream_descriptor& operator*() noexcept
    {
        return stream_;
    }

private:
    int flags_;
    asio::posix::stream_descriptor stream_;
};

// The lines of a stream.
class line_reader
{
public:
    explicit line_reader(asio::posix::stream_descriptor& stream)
        : stream_(stream)
    {
    }

    // Gives nothing at the end.
    asio::awaitable<std::optional<std::string>> next()
    {
        boost::system::error_code error;
        co_await asio::async_read_until(
            stream_,
            asio::dynamic_buffer(buffer_, longest_line),
            '\n',
            asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::not_found)
            throw std::runtime_error("too long");
        if (error && error != asio::error::eof)
            throw boost::system::system_error(error);
        if (buffer_.empty())
            co_return std::nullopt;
        auto const end = std::min(buffer_.find('\n'), buffer_.size());
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (line.ends_with('\r'))
            line.pop_back();
        co_return line;
    }

private:
    asio::posix::stream_descriptor& stream_;
    std::string buffer_;
};

// "12: 2 2 3", by trial division: at once for most, seconds for some.
std::string factorise(std::stop_token stop, std::string const& line)
{
    std::uint64_t n = 0;
    auto const end = line.data() + line.size();
    auto const [at, error] = std::from_chars(line.data(), end, n);
    if (error != std::errc() || at != end || n == 0)
        throw std::runtime_error("not a number from 1 to 2^64 - 1");

    auto result = std::to_string(n) + ':';
    std::uint64_t divisor = 2;
    while (divisor <= n / divisor)
    {
        if (n % divisor == 0)
        {
            n /= divisor;
            result.append(" ").append(std::to_string(divisor));
            continue;
        }
        divisor += divisor == 2 ? 1 : 2;
        if (divisor % 65536 == 1 && stop.stop_requested())
            return {};
    }
    if (n != 1)
        result.append(" ").append(std::to_string(n));
    return result;
}

std::string message_of(std::exception const& e)
{
    auto const* const error =
        dynamic_cast<boost::system::system_error const*>(&e);
    return error ? error->code().message() : e.what();
}

// The reader makes a future for each line. The workers complete these in any
// order, the writer awaits them in that of the lines. An error is a result like
// others and ends everything when the writer comes to it, so that what is
// written does not depend on who was how fast.
class pipeline
{
public:
    explicit pipeline(options const& o)
        : options_(o), jobs_(o.room), outcomes_(o.room)
    {
    }

    asio::awaitable<void> run()
    {
        auto const executor = co_await asio::this_coro::executor;
        standard_stream in(executor, STDIN_FILENO);
        standard_stream out(executor, STDOUT_FILENO);
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& group)
            {
                group.create_task(read(*in));
                for (auto i = options_.workers; i != 0; --i)
                    group.create_task(work());
                return write(*out);
            });
    }

private:
    using outcome = boost::system::result<std::string, std::exception_ptr>;

    struct job
    {
        std::string line;
        asyncio::future<outcome> done;
    };

    asio::awaitable<void> read(asio::posix::stream_descriptor& in)
    {
        std::exception_ptr error;
        try
        {
            co_await read_lines(in);
        }
        catch (std::exception const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            error = std::current_exception();
        }
        if (error)
            (co_await next_outcome()).set_result(error);
        jobs_.shutdown();
        outcomes_.shutdown();
    }

    asio::awaitable<void> read_lines(asio::posix::stream_descriptor& in)
    {
        line_reader lines(in);
        while (auto line = co_await lines.next())
        {
            auto const done = co_await next_outcome();
            co_await jobs_.emplace(std::move(*line), done);
        }
    }

    asio::awaitable<asyncio::future<outcome>> next_outcome()
    {
        auto const result =
            asyncio::get_running_loop().create_future<outcome>();
        co_await outcomes_.put(result);
        co_return result;
    }

    // What fails when it is told to stop has stopped all the same, so nothing
    // is thrown.
    static outcome
    try_to_factorise(std::stop_token stop, std::string const& line)
    try
    {
        return factorise(std::move(stop), line);
    }
    catch (std::exception const&)
    {
        return std::current_exception();
    }

    asio::awaitable<void> work()
    {
        while (auto const next = co_await jobs_.next())
            next->done.set_result(
                co_await asyncio::to_thread(try_to_factorise, next->line));
    }

    asio::awaitable<void> write(asio::posix::stream_descriptor& out)
    {
        std::size_t number = 0;
        while (auto const next = co_await outcomes_.next())
        {
            ++number;
            auto const result = co_await next->get();
            auto const line = text_of(result, number);
            co_await asio::async_write(
                out, asio::buffer(line), asio::use_awaitable);
        }
    }

    static std::string text_of(outcome const& o, std::size_t number)
    try
    {
        return o.value() + '\n';
    }
    catch (std::exception const& e)
    {
        throw std::runtime_error(
            "line " + std::to_string(number) + ": " + message_of(e));
    }

    options options_;
    asyncio::queue<job> jobs_;
    asyncio::queue<asyncio::future<outcome>> outcomes_;
};

// Throws std::invalid_argument.
options parse_arguments(std::span<char*> arguments)
{
    options result;
    for (; arguments.size() >= 2; arguments = arguments.subspan(2))
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name != "--workers" && name != "--room")
            break;
        auto& option = name == "--workers" ? result.workers : result.room;
        auto const end = value.data() + value.size();
        auto const [at, error] = std::from_chars(value.data(), end, option);
        if (error != std::errc() || at != end || option <= 0)
            throw std::invalid_argument(
                "not a usable number: " + std::string(value));
    }
    if (!arguments.empty())
        throw std::invalid_argument("usage: pipeline [--workers N] [--room N]");
    return result;
}

int main(int argc, char* argv[])
try
{
    pipeline p(parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1)));
    // Where one is closed, the loop's own descriptors would take its place.
    for (int const descriptor : {STDIN_FILENO, STDOUT_FILENO})
        if (::fcntl(descriptor, F_GETFD) == -1)
            throw boost::system::system_error(asio::error::bad_descriptor);
    asyncio::run(p.run());
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "pipeline: " << e.what() << '\n';
    return 2;
}
catch (asyncio::exception_group const& errors)
{
    errors.for_each([](std::exception const& e)
                    { std::cerr << "pipeline: " << message_of(e) << '\n'; });
    return 1;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "pipeline: " << message_of(e) << '\n';
    return 1;
}
