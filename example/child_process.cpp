// Runs a program within a limit of time, by Boost.Process.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// child_process [--limit SECONDS] [--grace SECONDS] PROGRAM [ARGS...]
//
// Prints each line that the program prints, with the time in front of it. After
// --limit seconds (60) the program is asked to exit, and after --grace more (5)
// it is killed. Exit code: that of the program; 124 if it was asked to exit,
// 127 if there is none, 2 for bad usage, 130 for Ctrl-C.
//
// How the two libraries go together:
//
// - Waiting for a process is an operation like others, passed with
//   asio::deferred. A limit ends the waiting and leaves the process alone,
//   which can be waited for again.
// - So it is for the program to say what becomes of the process. A context
//   manager asks it to exit, waits a while, and kills it otherwise: at a limit,
//   at Ctrl-C, and when the body throws.
// - Where nobody does, the destructor kills at once, and blocks until the
//   process is gone. So does a limit around async_execute.

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/process/v2/environment.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/stdio.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <exception>
#include <functional>
#include <iomanip>
#include <iostream>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace process = boost::process::v2;

using seconds = std::chrono::duration<double>;

struct options
{
    seconds limit{60};
    seconds grace{5};
    std::string program;
    std::vector<std::string> arguments;
};

// A process from its launch to its end, whatever comes.
class child
{
public:
    child(asio::any_io_executor const& executor, options const& o)
        : options_(o), output_(executor), process_(executor)
    {
    }

    asio::awaitable<std::reference_wrapper<child>> aenter()
    {
        auto const path =
            process::environment::find_executable(options_.program);
        if (path.empty())
            throw boost::system::system_error(
                make_error_code(boost::system::errc::no_such_file_or_directory),
                options_.program);
        process_ = process::process(
            output_.get_executor(),
            path,
            options_.arguments,
            process::process_stdio{nullptr, output_, {}});
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        if (ended_)
            co_return;
        boost::system::error_code gone_already;
        process_.request_exit(gone_already);
        try
        {
            co_await asyncio::wait_for(wait(), options_.grace);
        }
        catch (asyncio::timeout_error const&)
        {
            process_.terminate(gone_already);
        }
        if (!ended_)
            co_await wait();
    }

    // The next line of its output; nothing at the end.
    asio::awaitable<std::optional<std::string>> next_line()
    {
        boost::system::error_code error;
        co_await asio::async_read_until(
            output_,
            asio::dynamic_buffer(buffer_),
            '\n',
            asio::redirect_error(asio::use_awaitable, error));
        if (error && error != asio::error::eof)
            throw boost::system::system_error(error);
        if (buffer_.empty())
            co_return std::nullopt;
        auto const end = std::min(buffer_.find('\n'), buffer_.size());
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        co_return line;
    }

    asio::awaitable<int> wait()
    {
        int const code = co_await process_.async_wait(asio::use_awaitable);
        ended_ = true;
        co_return code;
    }

private:
    options const& options_;
    asio::readable_pipe output_;
    std::string buffer_;
    process::process process_;
    bool ended_ = false; // and waited for: then running() would throw
};

asio::awaitable<int> run(child& c)
{
    auto const& loop = asyncio::get_running_loop();
    auto const begin = loop.time();
    while (auto const line = co_await c.next_line())
    {
        seconds const elapsed = loop.time() - begin;
        std::cout << std::fixed << std::setprecision(1) << elapsed.count()
                  << "  " << *line << std::endl;
    }
    co_return co_await c.wait();
}

asio::awaitable<int> main_task(options const& o)
{
    child c(co_await asio::this_coro::executor, o);
    try
    {
        // The limit is inside: what is outside of it has all the time it needs.
        co_return co_await asyncio::with(
            c,
            [&o](child& running)
            { return asyncio::wait_for(run(running), o.limit); });
    }
    catch (asyncio::timeout_error const&)
    {
        std::cerr << "child_process: time is up\n";
    }
    co_return 124;
}

// Throws std::invalid_argument.
options parse_arguments(std::span<char*> arguments)
{
    options result;
    for (; arguments.size() >= 2; arguments = arguments.subspan(2))
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name != "--limit" && name != "--grace")
            break;
        double n = 0;
        auto const end = value.data() + value.size();
        auto const [at, error] = std::from_chars(value.data(), end, n);
        if (error != std::errc() || at != end || !std::isfinite(n) || n <= 0)
            throw std::invalid_argument(
                "not a usable time: " + std::string(value));
        (name == "--limit" ? result.limit : result.grace) = seconds(n);
    }
    if (arguments.empty() || std::string_view(arguments[0]).starts_with('-'))
        throw std::invalid_argument(
            "usage: child_process [--limit SECONDS] [--grace SECONDS] PROGRAM "
            "[ARGS...]");
    result.program = arguments[0];
    result.arguments.assign(arguments.begin() + 1, arguments.end());
    return result;
}

int main(int argc, char* argv[])
try
{
    auto const o = parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    return asyncio::run(main_task(o));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "child_process: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "child_process: " << e.what() << '\n';
    return 127;
}
