// turn_queue: what runs next, and when the executor has its turn, step by step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/turn_queue.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_turn_queue)

namespace {

namespace detail = boost::asyncio::detail;
using detail::pace;
using namespace std::chrono_literals;

// Tells in `log` that it has run, or been abandoned, and then does something.
class entry final : public detail::item
{
public:
    entry(std::string& l, char n)
        : log(l), name(n)
    {
    }

    void run() override
    {
        log += name;
        if (then)
            then();
    }

    void abandon() noexcept override
    {
        log += '-';
        run();
    }

    std::string& log;
    char name;
    std::function<void()> then;
};

struct fixture
{
    fixture()
    {
        BOOST_TEST(q.try_own());
    }

    void run_turn()
    {
        BOOST_TEST(q.collect());
        q.run_turn([](detail::item& i) { i.run(); });
    }

    // Turns of `n` items until the round is over, `turn` for each.
    int turns_of_round(int n, pace::clock::duration turn)
    {
        std::vector<std::unique_ptr<entry>> entries;
        for (int i = 0; i != n; ++i)
            entries.push_back(std::make_unique<entry>(log, '.'));
        q.begin_round();
        for (int turns = 1;; ++turns)
        {
            for (auto const& e : entries)
                q.push(*e);
            run_turn();
            now += turn;
            if (q.is_questionable() &&
                (q.is_over() || q.is_over(now, limit_passed)))
                return turns;
        }
    }

    // From now on it knows that turns are short.
    void learn()
    {
        turns_of_round(1, 10ns);
        turns_of_round(1, 10ns);
    }

    std::string log;
    entry a{log, 'a'};
    entry b{log, 'b'};
    entry c{log, 'c'};
    entry d{log, 'd'};
    detail::turn_queue q;
    pace::clock::time_point now = pace::clock::time_point() + 1h;
    bool limit_passed = false;
};

// ---- order -----------------------------------------------------------------

BOOST_FIXTURE_TEST_CASE(what_comes_in_a_turn_runs_in_the_next, fixture)
{
    a.then = [&] { q.push(c); };
    q.push(a);
    q.push(b);
    run_turn();
    BOOST_TEST(log == "ab");
    run_turn();
    BOOST_TEST(log == "abc");
    BOOST_TEST(!q.collect());
}

BOOST_FIXTURE_TEST_CASE(what_is_first_goes_before_all_of_the_next, fixture)
{
    a.then = [&] { q.push(c); };
    b.then = [&] { q.push_first(d); };
    q.push(a);
    q.push(b);
    run_turn();
    run_turn();
    BOOST_TEST(log == "abdc");
}

BOOST_FIXTURE_TEST_CASE(what_is_sent_comes_after_what_is_ready, fixture)
{
    BOOST_TEST(!q.send(b));
    BOOST_TEST(!q.send(c));
    q.push(a);
    run_turn();
    BOOST_TEST(log == "abc");
}

BOOST_FIXTURE_TEST_CASE(what_is_sent_in_a_turn_runs_in_the_next, fixture)
{
    a.then = [&] { BOOST_TEST(!q.send(c)); };
    q.push(a);
    q.push(b);
    run_turn();
    BOOST_TEST(log == "ab");
    run_turn();
    BOOST_TEST(log == "abc");
}

BOOST_FIXTURE_TEST_CASE(what_is_urgent_is_first_in_the_next_round, fixture)
{
    q.send_first(b);
    q.push(a);
    q.take_urgent();
    q.take_urgent();
    run_turn();
    BOOST_TEST(log == "ba");
}

BOOST_FIXTURE_TEST_CASE(what_an_exception_leaves_runs_first, fixture)
{
    a.then = [] { throw std::runtime_error(""); };
    q.push(a);
    q.push(b);
    q.push(c);
    BOOST_CHECK_THROW(run_turn(), std::runtime_error);
    q.push(d);
    q.put_back();
    run_turn();
    BOOST_TEST(log == "abcd");
}

// ---- whose it is -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_wakes_it_owns_it)
{
    std::string log;
    entry a(log, 'a');
    entry b(log, 'b');
    detail::turn_queue q;
    BOOST_TEST(q.send(a));
    BOOST_TEST(!q.try_own());
    BOOST_TEST(!q.send(b));
    BOOST_TEST(!q.leave()); // there is something
    BOOST_TEST(q.collect());
    q.run_turn([](detail::item& i) { i.run(); });
    BOOST_TEST(log == "ab");
    BOOST_TEST(q.leave());
    BOOST_TEST(q.try_own());
}

// ---- rounds ----------------------------------------------------------------

BOOST_FIXTURE_TEST_CASE(a_round_of_short_turns_has_so_many_items, fixture)
{
    learn();
    int const most = pace::most_items + pace::most_turns;
    int const turns = turns_of_round(1, 10ns);
    BOOST_TEST(turns >= pace::most_items);
    BOOST_TEST(turns <= most);
    // An item of a turn of many counts twice in the end, by the turn as well.
    int const of_ten = turns_of_round(10, 10ns);
    BOOST_TEST(of_ten <= most / 10 + 1);
    BOOST_TEST(of_ten >= most / 12);
}

BOOST_FIXTURE_TEST_CASE(a_turn_may_have_more, fixture)
{
    learn();
    BOOST_TEST(turns_of_round(1000, 10us) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_round_of_long_turns_has_one, fixture)
{
    turns_of_round(1, 1ms);
    BOOST_TEST(turns_of_round(1, 1ms) == 1);
}

BOOST_FIXTURE_TEST_CASE(a_limit_that_has_passed_ends_it, fixture)
{
    learn();
    limit_passed = true;
    BOOST_TEST(turns_of_round(1, 10ns) == pace::most_turns);
    // The next one has a single turn, in which its timer tells.
    BOOST_TEST(turns_of_round(1, 10ns) == 1);
    limit_passed = false;
    BOOST_TEST(turns_of_round(1, 10ns) > pace::most_turns);
}

// ---- behind what is queued -------------------------------------------------

BOOST_FIXTURE_TEST_CASE(with_something_behind_each_turn_is_a_round, fixture)
{
    learn();
    a.then = [&] { q.push_behind(b); };
    q.push(a);
    BOOST_TEST(!q.has_behind());
    run_turn();
    BOOST_TEST(q.has_behind());
    BOOST_TEST(turns_of_round(1, 10ns) == 1);
    q.look_behind();
    BOOST_TEST(!q.has_behind());
    BOOST_TEST(log.back() == 'b');
    BOOST_TEST(turns_of_round(1, 10ns) > 1);
}

BOOST_FIXTURE_TEST_CASE(it_ends_the_round_in_which_it_comes, fixture)
{
    learn();
    q.begin_round();
    q.push(a);
    run_turn();
    BOOST_TEST(!q.is_questionable());
    a.then = [&] { q.push_behind(b); };
    q.push(a);
    run_turn();
    BOOST_TEST(q.is_questionable());
    BOOST_TEST(q.is_over());
    q.look_behind();
}

BOOST_FIXTURE_TEST_CASE(what_has_arrived_has_its_turn_before, fixture)
{
    q.push_behind(b);
    BOOST_TEST(!q.send(a));
    q.look_behind();
    BOOST_TEST(log.empty());
    run_turn();
    BOOST_TEST(log == "a");
    q.look_behind();
    BOOST_TEST(log == "ab");
}

BOOST_FIXTURE_TEST_CASE(it_does_not_wait_for_ever, fixture)
{
    q.push_behind(b);
    int looks = 0;
    while (log.find('b') == std::string::npos)
    {
        BOOST_TEST(!q.send(a));
        q.look_behind();
        if (q.collect())
            run_turn();
        ++looks;
    }
    BOOST_TEST(looks == 16);
    // What had arrived came first all the same.
    BOOST_TEST(log == std::string(16, 'a') + 'b');
}

BOOST_FIXTURE_TEST_CASE(what_comes_behind_meanwhile_waits, fixture)
{
    a.then = [&] { q.push_behind(c); };
    q.push_behind(a);
    q.push_behind(b);
    q.look_behind();
    BOOST_TEST(log == "ab");
    BOOST_TEST(q.has_behind());
    q.look_behind();
    BOOST_TEST(log == "abc");
}

BOOST_FIXTURE_TEST_CASE(what_an_exception_leaves_behind_stays_there, fixture)
{
    a.then = [&]
    {
        q.push_behind(c);
        throw std::runtime_error("");
    };
    q.push_behind(a);
    q.push_behind(b);
    BOOST_CHECK_THROW(q.look_behind(), std::runtime_error);
    q.look_behind();
    BOOST_TEST(log == "abc");
}

BOOST_FIXTURE_TEST_CASE(what_is_behind_may_leave, fixture)
{
    q.push_behind(a);
    a.unlink();
    BOOST_TEST(!q.has_behind());
}

// ---- the end ---------------------------------------------------------------

BOOST_FIXTURE_TEST_CASE(when_it_is_closed_all_is_ready, fixture)
{
    a.then = [] { throw std::runtime_error(""); };
    q.push(a);
    q.push(b);
    BOOST_CHECK_THROW(run_turn(), std::runtime_error);
    q.push(c);
    q.push_behind(d);
    q.close();
    BOOST_TEST(!q.has_behind());
    detail::item_list rest;
    q.take_all(rest);
    BOOST_TEST(!q.collect());
    while (!rest.empty())
        rest.pop_front().run();
    BOOST_TEST(log == "abcd");
}

BOOST_FIXTURE_TEST_CASE(what_abandoning_brings_is_abandoned, fixture)
{
    q.send_first(a);
    q.push(b);
    BOOST_TEST(!q.send(c));
    b.then = [&] { q.push(d); };
    q.abandon();
    BOOST_TEST(log == "-a-b-c-d");
    BOOST_TEST(!q.collect());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
