// Visits the pages of a web site: some at a time, within a limit of time.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// crawler [--workers N] [--limit SECONDS] [--each SECONDS] URL
//
// Follows the links from URL to pages of the same server, and prints what came
// of each page. At most N requests (8 unless given) run at a time; a request
// may take --each seconds (5), and all of them together --limit (60). Ctrl-C
// ends it with the results so far. Exit code 0 if every page was there, 1 if
// not, 2 for bad usage, 130 for Ctrl-C. It speaks http, and no https.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iostream>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;

constexpr std::size_t largest_page = 1 << 20;

struct site
{
    std::string host; // an IPv6 address without its brackets
    std::string port = "80";
    std::string name; // as it is written: "host" or "host:port"
};

struct options
{
    std::size_t workers = 8;
    seconds limit = 60s;
    seconds each = 5s;
    site root;
    std::string target;
};

template<class T>
std::optional<T> parse(std::string_view text)
{
    T value;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

// A target that can stand in a request: "/path?query", without "." and "..".
std::optional<std::string> normal_target(std::string_view target)
{
    auto const visible = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::all_of(target.begin(), target.end(), visible))
        return std::nullopt;
    auto path = target.substr(0, target.find('?'));
    auto const query = target.substr(path.size());
    std::vector<std::string_view> parts;
    bool folder = true;
    while (!path.empty())
    {
        path.remove_prefix(1);
        auto const part = path.substr(0, path.find('/'));
        path.remove_prefix(part.size());
        folder = part.empty() || part == "." || part == "..";
        if (part == ".." && !parts.empty())
            parts.pop_back();
        if (!folder)
            parts.push_back(part);
    }
    std::string result;
    for (auto const part : parts)
        result.append("/").append(part);
    if (folder)
        result += '/';
    return result.append(query);
}

// "http://host:port/target#fragment". Throws std::invalid_argument.
std::pair<site, std::string> parse_url(std::string_view url)
{
    auto const bad = [&]
    {
        return std::invalid_argument("not a usable URL: " + std::string(url));
    };
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        throw bad();
    auto rest = url.substr(scheme.size());
    rest = rest.substr(0, rest.find('#'));
    auto const authority = rest.substr(0, rest.find_first_of("/?"));
    rest.remove_prefix(authority.size());

    site s;
    s.name = authority;
    auto host = authority;
    auto const colon = authority.rfind(':');
    if (colon != authority.npos && !authority.ends_with(']'))
    {
        host = authority.substr(0, colon);
        s.port = authority.substr(colon + 1);
        if (parse<std::uint16_t>(s.port).value_or(0) == 0)
            throw bad();
    }
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != host.npos)
        throw bad();
    s.host = host;
    auto target = normal_target(
        rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest));
    if (host.empty() || !target || host.find('@') != host.npos)
        throw bad();
    return {std::move(s), std::move(*target)};
}

// The target of a link in a page, if it leads to the same site.
std::optional<std::string>
follow(site const& s, std::string const& page, std::string_view link)
{
    link = link.substr(0, link.find('#'));
    auto const start = link.find_first_of(":/?");
    if (start != link.npos && link[start] == ':')
    {
        try
        {
            auto [other, target] = parse_url(link);
            if (other.host == s.host && other.port == s.port)
                return std::move(target);
        }
        catch (std::invalid_argument const&)
        {
        }
        return std::nullopt;
    }
    if (link.empty())
        return std::nullopt;
    if (link.starts_with("//"))
        return follow(s, page, "http:" + std::string(link));
    if (link.starts_with('/'))
        return normal_target(link);
    auto const path = page.substr(0, page.find('?'));
    if (link.starts_with('?'))
        return normal_target(path + std::string(link));
    return normal_target(
        path.substr(0, path.rfind('/') + 1) + std::string(link));
}

// What stands in href="..." anywhere in a page.
std::vector<std::string> find_links(std::string_view page)
{
    constexpr std::string_view attribute = "href=";
    auto const same = [](char a, char b)
    { return std::tolower(static_cast<unsigned char>(a)) == b; };
    std::vector<std::string> links;
    auto at = page.begin();
    for (;;)
    {
        at = std::search(
            at, page.end(), attribute.begin(), attribute.end(), same);
        if (page.end() - at <= std::ssize(attribute))
            return links;
        at += std::ssize(attribute);
        char const quote = *at++;
        auto const end = std::find(at, page.end(), quote);
        if ((quote != '"' && quote != '\'') || end == page.end())
            continue;
        std::string link(at, end);
        constexpr std::string_view escaped = "&amp;";
        for (std::size_t i = 0; (i = link.find(escaped, i)) != link.npos; ++i)
            link.replace(i, escaped.size(), "&");
        links.push_back(std::move(link));
        at = end;
    }
}

class crawler
{
public:
    explicit crawler(options const& o)
        : options_(o)
    {
        add(o.target);
    }

    asio::awaitable<void> run()
    {
        try
        {
            co_await asyncio::timeout(
                options_.limit, [this] { return visit_all(); });
        }
        catch (asyncio::timeout_error const&)
        {
            out_of_time_ = true;
        }
    }

    // Prints what there is; gives whether every page was there.
    bool report(std::ostream& out) const
    {
        std::size_t visited = 0;
        std::size_t failed = 0;
        for (auto const& [target, p] : pages_)
            if (!p.outcome.empty())
            {
                out << p.outcome << "  http://" << options_.root.name
                    << target << '\n';
                ++visited;
                failed += !p.there;
            }
        auto const left = pages_.size() - visited;
        out << visited << " visited, " << failed << " failed, " << left
            << " left" << (out_of_time_ ? ": time is up\n" : "\n");
        return failed == 0 && left == 0;
    }

private:
    struct page
    {
        std::string outcome; // empty: not visited yet
        bool there = false;
    };

    void add(std::string const& target)
    {
        if (pages_.try_emplace(target).second)
            waiting_.push_back(target);
    }

    asio::awaitable<void> visit_all()
    {
        tcp::resolver resolver(co_await asio::this_coro::executor);
        endpoints_ = co_await resolver.async_resolve(
            options_.root.host, options_.root.port, asio::use_awaitable);
        co_await asyncio::with(
            asyncio::task_group(),
            [this](asyncio::task_group& group) -> asio::awaitable<void>
            {
                std::unordered_set<asyncio::task<void>> running;
                while (!waiting_.empty() || !running.empty())
                {
                    while (!waiting_.empty() &&
                           running.size() < options_.workers)
                    {
                        running.insert(group.create_task(
                            &crawler::visit, this, waiting_.front()));
                        waiting_.pop_front();
                    }
                    auto const done = co_await asyncio::wait(
                        running, {.return_when = asyncio::first_completed});
                    for (auto const& task : done.done)
                        running.erase(task);
                }
            });
    }

    asio::awaitable<void> visit(std::string target)
    {
        auto& p = pages_.at(target);
        try
        {
            auto const answer =
                co_await asyncio::wait_for(fetch(target), options_.each);
            p.outcome = std::to_string(answer.result_int());
            p.there = answer.result_int() < 400;
            follow_links(target, answer);
        }
        catch (asyncio::timeout_error const&)
        {
            p.outcome = "no answer in time";
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            p.outcome = e.code().message();
        }
    }

    using response = http::response<http::string_body>;

    asio::awaitable<response> fetch(std::string const& target)
    {
        tcp::socket socket(co_await asio::this_coro::executor);
        co_await asio::async_connect(
            socket, endpoints_, asio::use_awaitable);

        http::request<http::empty_body> request(http::verb::get, target, 11);
        request.set(http::field::host, options_.root.name);
        request.set(http::field::user_agent, "asyncio crawler");
        request.keep_alive(false);
        co_await http::async_write(socket, request, asio::use_awaitable);

        boost::beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.body_limit(largest_page);
        co_await http::async_read(
            socket, buffer, parser, asio::use_awaitable);
        co_return parser.release();
    }

    void follow_links(std::string const& from, response const& answer)
    {
        auto const add_link = [&](std::string_view link)
        {
            if (auto const target = follow(options_.root, from, link))
                add(*target);
        };
        if (answer.result_int() / 100 == 3)
            add_link(answer[http::field::location]);
        else if (answer[http::field::content_type].starts_with("text/html"))
            for (auto const& link : find_links(answer.body()))
                add_link(link);
    }

    options options_;
    tcp::resolver::results_type endpoints_;
    std::map<std::string, page> pages_;
    std::deque<std::string> waiting_;
    bool out_of_time_ = false;
};

seconds parse_seconds(std::string_view text)
{
    auto const value = parse<double>(text).value_or(0);
    if (!std::isfinite(value) || value <= 0)
        throw std::invalid_argument(
            "not a usable time: " + std::string(text));
    return seconds(value);
}

// Throws std::invalid_argument.
options parse_arguments(std::span<char*> arguments)
{
    options result;
    while (arguments.size() > 1)
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name == "--workers")
        {
            result.workers = parse<std::size_t>(value).value_or(0);
            if (result.workers == 0)
                throw std::invalid_argument(
                    "not a usable number: " + std::string(value));
        }
        else if (name == "--limit")
            result.limit = parse_seconds(value);
        else if (name == "--each")
            result.each = parse_seconds(value);
        else
            break;
        arguments = arguments.subspan(2);
    }
    if (arguments.size() != 1 ||
        std::string_view(arguments[0]).starts_with('-'))
        throw std::invalid_argument(
            "usage: crawler [--workers N] [--limit SECONDS] [--each SECONDS] "
            "URL");
    std::tie(result.root, result.target) = parse_url(arguments[0]);
    return result;
}

int main(int argc, char* argv[])
try
{
    crawler c(parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1)));
    bool interrupted = false;
    try
    {
        asyncio::run(c.run());
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        interrupted = true;
    }
    bool const all_there = c.report(std::cout);
    return interrupted ? 130 : all_there ? 0 : 1;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "crawler: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "crawler: " << e.code().message() << '\n';
    return 1;
}
