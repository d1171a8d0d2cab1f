// In which turn a task group is left that is asked to stop. The lines were
// recorded from CPython: digits are the turns of a task that yields, small
// letters the ends of children, '!' the request, and a capital letter how the
// group was left: cancelled, with errors, normally.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task_group.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/with.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task_group_turns)

namespace {

using asyncio::create_task;
using asyncio::task_group;
using asyncio_test::run;

struct line
{
    int child;
    int request;
    char const* expected;
};

class scene
{
public:
    std::string log;

    asio::awaitable<void> turns(int n)
    {
        for (int i = 0; i != n; ++i)
        {
            log += std::to_string(i);
            co_await asyncio::sleep(0s);
        }
    }

    asio::awaitable<void> skip(int n)
    {
        for (int i = 0; i != n; ++i)
            co_await asyncio::sleep(0s);
    }

    asio::awaitable<void> ends(int n, char name)
    {
        co_await skip(n);
        log += name;
    }

    asio::awaitable<void> fails(int n, char name)
    {
        co_await ends(n, name);
        throw std::runtime_error("failed");
    }

    asio::awaitable<void> cleans_up(int n, char name)
    {
        bool asked = false;
        try
        {
            co_await asyncio::sleep(1h);
        }
        catch (asyncio::cancelled_error const&)
        {
            asked = true;
        }
        if (asked)
            co_await ends(n, name);
        throw asyncio::cancelled_error();
    }

    asio::awaitable<void> after(int n, std::function<void()> f)
    {
        co_await skip(n);
        log += '!';
        f();
    }

    using children = std::vector<asio::awaitable<void>>;

    static children list(asio::awaitable<void> a)
    {
        children c;
        c.push_back(std::move(a));
        return c;
    }

    static children
    list(asio::awaitable<void> a, asio::awaitable<void> b)
    {
        auto c = list(std::move(a));
        c.push_back(std::move(b));
        return c;
    }

    asio::awaitable<void> block(task_group& g, children c)
    {
        try
        {
            co_await asyncio::with(
                g,
                [&]() -> asio::awaitable<void>
                {
                    for (auto& child : c)
                        g.create_task(std::move(child));
                    co_return;
                });
            log += 'N';
        }
        catch (asyncio::cancelled_error const&)
        {
            log += 'C';
        }
        catch (asyncio::exception_group const&)
        {
            log += 'E';
        }
    }

    asio::awaitable<void> block(children c)
    {
        task_group g;
        co_await block(g, std::move(c));
    }

    // The same for a group without a block.
    asio::awaitable<void> owner(children c)
    {
        task_group g;
        g.open();
        for (auto& child : c)
            g.create_task(std::move(child));
        try
        {
            co_await g.close();
            log += 'N';
        }
        catch (asyncio::cancelled_error const&)
        {
            log += 'C';
        }
    }

    asio::awaitable<void> until_over(asyncio::task<void> t)
    {
        co_await asyncio::wait({t});
        co_await skip(8);
    }
};

// Runs `f(scene&)`, and says what was logged.
template<class F>
std::string log_of(F f)
{
    scene s;
    run([&]() -> asio::awaitable<void> { return f(s); });
    return s.log;
}

} // namespace

BOOST_AUTO_TEST_CASE(request_that_was_made_before_the_child)
{
    for (line const& l : {
             line{0, 0, "!01234"},
             line{0, 1, "!c01C234"},
             line{0, 2, "c0!1C234"},
             line{0, 3, "c01!C234"},
             line{1, 0, "!012345"},
             line{1, 1, "!012C345"},
             line{1, 2, "0!c12C345"},
             line{1, 3, "0c1!2C345"},
             line{1, 4, "0c12!C345"},
             line{2, 0, "!0123456"},
             line{2, 1, "!012C3456"},
             line{2, 2, "0!123C456"},
             line{2, 3, "01!c23C456"},
             line{2, 4, "01c2!3C456"},
             line{2, 5, "01c23!C456"},
         })
    {
        auto const log = log_of(
            [l](scene& s) -> asio::awaitable<void>
            {
                asyncio::task<void> p;
                create_task(s.after(l.request, [&] { p.cancel(); }));
                p = create_task(s.block(s.list(s.ends(l.child, 'c'))));
                co_await asyncio::sleep(0s);
                create_task(s.turns(l.child + 5));
                co_await s.until_over(p);
            });
        BOOST_TEST_CONTEXT(l.child << ' ' << l.request)
            BOOST_TEST(log == l.expected);
    }
}

BOOST_AUTO_TEST_CASE(request_that_was_made_after_the_child)
{
    for (line const& l : {
             line{0, 0, "c!0C1234"},
             line{0, 1, "c0!1C234"},
             line{0, 2, "c01N!234"},
             line{1, 0, "!0c12C345"},
             line{1, 1, "0c!1C2345"},
             line{1, 2, "0c1!2C345"},
             line{1, 3, "0c12N!345"},
             line{2, 0, "!0123C456"},
             line{2, 1, "0!1c23C456"},
             line{2, 2, "01c!2C3456"},
             line{2, 3, "01c2!3C456"},
             line{2, 4, "01c23N!456"},
         })
        for (bool const with_block : {true, false})
        {
            auto const log = log_of(
                [&](scene& s) -> asio::awaitable<void>
                {
                    auto c = s.list(s.ends(l.child, 'c'));
                    auto p = create_task(
                        with_block ? s.block(std::move(c))
                                   : s.owner(std::move(c)));
                    co_await asyncio::sleep(0s);
                    create_task(s.after(l.request, [&] { p.cancel(); }));
                    create_task(s.turns(l.child + 5));
                    co_await s.until_over(p);
                });
            BOOST_TEST_CONTEXT(l.child << ' ' << l.request << ' ' << with_block)
                BOOST_TEST(log == l.expected);
        }
}

BOOST_AUTO_TEST_CASE(the_last_of_two_children)
{
    for (line const& l : {
             line{1, 0, "!0ab12C345"},
             line{1, 1, "0ab!1C2345"},
             line{1, 2, "0ab1!2C345"},
             line{1, 3, "0ab12N!345"},
             line{2, 0, "a!0123C45"},
             line{2, 1, "a0!1b23C45"},
             line{2, 2, "a01b!2C345"},
             line{2, 3, "a01b2!3C45"},
             line{2, 4, "a01b23N!45"},
         })
    {
        auto const log = log_of(
            [l](scene& s) -> asio::awaitable<void>
            {
                int const first = l.child == 1 ? 1 : 0;
                auto p = create_task(s.block(
                    s.list(s.ends(first, 'a'), s.ends(l.child, 'b'))));
                co_await asyncio::sleep(0s);
                create_task(s.after(l.request, [&] { p.cancel(); }));
                create_task(s.turns(6));
                co_await s.until_over(p);
            });
        BOOST_TEST_CONTEXT(l.child << ' ' << l.request)
            BOOST_TEST(log == l.expected);
    }
}

// The request is the group's own: a child fails.
BOOST_AUTO_TEST_CASE(child_that_fails_beside_one_that_ends)
{
    struct pair
    {
        int fails;
        int ends;
        char const* fails_first;
        char const* ends_first;
    };
    for (pair const& l : {
             pair{0, 0, "fb01E2345", "bf01E2345"},
             pair{1, 1, "0fb12E345", "0bf12E345"},
             pair{0, 1, "f012E345", "f0b1E2345"},
             pair{1, 0, "b0f12E345", "b0f12E345"},
             pair{0, 2, "f012E345", "f0123E45"},
             pair{2, 0, "b01f23E45", "b01f23E45"},
         })
        for (bool const reverse : {false, true})
        {
            auto const log = log_of(
                [&](scene& s) -> asio::awaitable<void>
                {
                    auto f = s.fails(l.fails, 'f');
                    auto e = s.ends(l.ends, 'b');
                    auto c = reverse ? s.list(std::move(e), std::move(f))
                                     : s.list(std::move(f), std::move(e));
                    auto p = create_task(s.block(std::move(c)));
                    co_await asyncio::sleep(0s);
                    create_task(s.turns(6));
                    co_await s.until_over(p);
                });
            BOOST_TEST_CONTEXT(l.fails << ' ' << l.ends << ' ' << reverse)
                BOOST_TEST(log == (reverse ? l.ends_first : l.fails_first));
        }
}

// In Python 3.15 a group has cancel(), too.
BOOST_AUTO_TEST_CASE(group_that_is_ended_early)
{
    for (line const& l : {
             line{0, 0, "c!0N12345"},
             line{0, 1, "c0!1N2345"},
             line{0, 2, "c01N!2345"},
             line{1, 0, "!012N345"},
             line{1, 1, "0c!1N2345"},
             line{1, 2, "0c1!2N345"},
             line{1, 3, "0c12N!345"},
         })
    {
        auto const log = log_of(
            [l](scene& s) -> asio::awaitable<void>
            {
                task_group g;
                auto p =
                    create_task(s.block(g, s.list(s.ends(l.child, 'c'))));
                co_await asyncio::sleep(0s);
                create_task(s.after(l.request, [&] { g.cancel(); }));
                create_task(s.turns(6));
                co_await s.until_over(p);
            });
        BOOST_TEST_CONTEXT(l.child << ' ' << l.request)
            BOOST_TEST(log == l.expected);
    }
}

BOOST_AUTO_TEST_CASE(outer_group_that_fails)
{
    for (line const& l : {
             line{0, 0, "f0c1C23E4567"},
             line{0, 1, "0cf12C34E567"},
             line{0, 2, "0c1f2N3E4567"},
             line{0, 3, "0c12Nf34E567"},
             line{1, 0, "f01c23C45E67"},
             line{1, 1, "0f1c2C34E567"},
             line{1, 2, "01cf23C45E67"},
             line{1, 3, "01c2f3N4E567"},
             line{1, 4, "01c23Nf45E67"},
             line{2, 0, "f01234C56E7"},
             line{2, 1, "0f12c34C56E7"},
             line{2, 2, "01f2c3C45E67"},
             line{2, 3, "012cf34C56E7"},
             line{2, 4, "012c3f4N5E67"},
             line{2, 5, "012c34Nf56E7"},
         })
    {
        auto const log = log_of(
            [l](scene& s) -> asio::awaitable<void>
            {
                auto inner = s.block(s.list(s.ends(l.child, 'c')));
                auto p = create_task(s.block(
                    s.list(std::move(inner), s.fails(l.request, 'f'))));
                co_await asyncio::sleep(0s);
                create_task(s.turns(8));
                co_await s.until_over(p);
            });
        BOOST_TEST_CONTEXT(l.child << ' ' << l.request)
            BOOST_TEST(log == l.expected);
    }
}

// A second request, while the group ends already.
BOOST_AUTO_TEST_CASE(request_to_a_group_that_ends)
{
    for (line const& l : {
             line{0, 0, "!0s12C34567"},
             line{0, 1, "0s!1C234567"},
             line{0, 2, "0s1!2C34567"},
             line{0, 3, "0s12C!34567"},
             line{0, 4, "0s12C3!4567"},
             line{1, 0, "!01s23C4567"},
             line{1, 1, "0!1s23C4567"},
             line{1, 2, "01s!2C34567"},
             line{1, 3, "01s2!3C4567"},
             line{1, 4, "01s23C!4567"},
             line{1, 5, "01s23C4!567"},
         })
    {
        auto const log = log_of(
            [l](scene& s) -> asio::awaitable<void>
            {
                auto p =
                    create_task(s.block(s.list(s.cleans_up(l.child, 's'))));
                co_await asyncio::sleep(0s);
                co_await asyncio::sleep(0s);
                p.cancel();
                create_task(s.after(l.request, [&] { p.cancel(); }));
                create_task(s.turns(8));
                co_await s.until_over(p);
            });
        BOOST_TEST_CONTEXT(l.child << ' ' << l.request)
            BOOST_TEST(log == l.expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
