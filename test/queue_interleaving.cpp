// queue: every order of steps of a few tasks, and a cancellation at each point.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/queue.hpp>

#include "choices.hpp"
#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_queue_interleaving)

namespace {

using asyncio_test::choices;

// A task puts, gets, or gets by next(), so many times; each time it first waits
// for its gate to be opened.
struct script
{
    char what; // 'p', 'g' or 'n'
    int count;
};

struct model
{
    std::vector<script> scripts;
    std::ptrdiff_t maxsize;
    bool patient; // everything comes to rest after each step
    bool steals;  // the schedule may call get_nowait() once
};

class schedule
{
public:
    schedule(model const& m, choices& c)
        : model_(m)
        , choices_(c)
        , queue_(m.maxsize)
        , gates_(m.scripts.size())
    {
    }

    asio::awaitable<void> run()
    {
        for (std::size_t i = 0; i != model_.scripts.size(); ++i)
            tasks_.push_back(asyncio::create_task(play(i)));
        co_await rest();
        while (co_await step())
        {
        }
        text_ += "; then it rests";
        co_await rest();
        check();
        for (auto const& t : tasks_)
            t.cancel();
        co_await asyncio::wait(tasks_);
        // Now nobody has anything in his hands.
        check_items();
    }

private:
    using item_list = std::deque<int>;

    asio::awaitable<void> play(std::size_t id)
    {
        script const s = model_.scripts[id];
        for (int n = 0; n != s.count; ++n)
        {
            gates_[id].emplace(
                asyncio::get_running_loop().create_future<void>());
            co_await gates_[id]->get();
            gates_[id].reset();
            if (s.what == 'p')
            {
                int const item = static_cast<int>(id) * 10 + n;
                arrived_.push_back(id);
                co_await queue_.put(item);
                put_.push_back(item);
            }
            else if (s.what == 'g')
            {
                arrived_.push_back(id);
                got_.push_back(co_await queue_.get());
            }
            else
            {
                arrived_.push_back(id);
                got_.push_back((co_await queue_.next()).value());
            }
            served_.push_back(id);
        }
    }

    // A choice among all that can happen now; false when nothing is left.
    asio::awaitable<bool> step()
    {
        std::vector<std::size_t> closed;
        std::vector<std::size_t> alive;
        for (std::size_t i = 0; i != tasks_.size(); ++i)
            if (!tasks_[i].done())
            {
                alive.push_back(i);
                if (gates_[i] && !gates_[i]->done())
                    closed.push_back(i);
            }
        if (cancelled_)
            alive.clear();
        bool const may_turn = !model_.patient && !turned_;
        bool const may_steal =
            model_.steals && !stolen_ && !queue_.empty();
        std::size_t const count = closed.size() + alive.size() + may_turn +
                                  may_steal + closed.empty();
        std::size_t n = choices_.choose(count);
        turned_ = false;
        if (n < closed.size())
        {
            say("open ", closed[n]);
            gates_[closed[n]]->set_result();
        }
        else if ((n -= closed.size()) < alive.size())
        {
            say("cancel ", alive[n]);
            cancelled_ = alive[n];
            tasks_[alive[n]].cancel();
        }
        else if ((n -= alive.size()) < may_turn)
        {
            text_ += ", turn";
            turned_ = true;
            co_await asyncio::sleep(0s);
        }
        else if ((n -= may_turn) < may_steal)
        {
            text_ += ", steal";
            stolen_ = true;
            got_.push_back(queue_.get_nowait());
        }
        else
            co_return false;
        if (model_.patient)
            co_await rest();
        co_return true;
    }

    static asio::awaitable<void> rest()
    {
        for (int i = 0; i != 8; ++i)
            co_await asyncio::sleep(0s);
    }

    void say(char const* what, std::size_t id)
    {
        text_ += std::string(", ") + what + std::to_string(id) +
                 model_.scripts[id].what;
    }

    void check()
    {
        // No wake-up was lost: nobody waits for what is there.
        for (std::size_t i = 0; i != tasks_.size(); ++i)
            if (!tasks_[i].done() && !gates_[i])
            {
                if (model_.scripts[i].what == 'p')
                    BOOST_CHECK_MESSAGE(
                        queue_.full(),
                        "task " << i << " waits for room" << text_);
                else
                    BOOST_CHECK_MESSAGE(
                        queue_.empty(),
                        "task " << i << " waits for an item" << text_);
            }
        // Where nobody was faster, everybody was served in order of arrival.
        if (model_.patient && !stolen_)
            for (bool const putters : {false, true})
                BOOST_CHECK_MESSAGE(
                    of_kind(served_, putters) ==
                        of_kind(arrived_, putters, served_),
                    "not in order of arrival" << text_);
    }

    // Those of `ids` that put, or that get; of those only who are in `only`.
    std::vector<std::size_t> of_kind(
        std::vector<std::size_t> const& ids,
        bool putters,
        std::optional<std::vector<std::size_t>> only = std::nullopt) const
    {
        std::vector<std::size_t> result;
        for (auto const id : ids)
        {
            if ((model_.scripts[id].what == 'p') != putters)
                continue;
            if (only)
            {
                auto const found =
                    std::find(only->begin(), only->end(), id);
                if (found == only->end())
                    continue;
                only->erase(found);
            }
            result.push_back(id);
        }
        return result;
    }

    // What was put was got once, or is still there, in the order in which it
    // was put; what was not put is nowhere.
    void check_items()
    {
        item_list out = got_;
        while (!queue_.empty())
            out.push_back(queue_.get_nowait());
        BOOST_CHECK_MESSAGE(
            out == put_, "items were lost or changed places" << text_);
    }

    model const& model_;
    choices& choices_;
    asyncio::queue<int> queue_;
    std::vector<std::optional<asyncio::future<void>>> gates_;
    std::vector<asyncio::task<void>> tasks_;
    std::vector<std::size_t> arrived_;
    std::vector<std::size_t> served_;
    item_list put_;
    item_list got_;
    std::optional<std::size_t> cancelled_;
    bool turned_ = false;
    bool stolen_ = false;
    std::string text_ = ":";
};

// Returns the number of schedules.
asio::awaitable<int> enumerate(model m)
{
    choices c;
    int count = 0;
    do
    {
        schedule s(m, c);
        co_await s.run();
        ++count;
    } while (c.advance());
    co_return count;
}

int all_schedules(
    std::vector<script> const& scripts, std::ptrdiff_t maxsize, bool steals)
{
    int count = 0;
    for (bool const patient : {false, true})
        count += asyncio_test::run(
            enumerate({scripts, maxsize, patient, steals}));
    BOOST_TEST_MESSAGE(count << " schedules");
    return count;
}

BOOST_AUTO_TEST_CASE(a_producer_and_a_consumer)
{
    for (int const size : {1, 2})
        BOOST_TEST(all_schedules({{'p', 2}, {'g', 2}}, size, true) > 1000);
}

BOOST_AUTO_TEST_CASE(two_producers_and_a_consumer)
{
    for (int const size : {1, 2})
        BOOST_TEST(
            all_schedules({{'p', 1}, {'p', 1}, {'n', 2}}, size, false) >
            1000);
}

BOOST_AUTO_TEST_CASE(a_producer_and_two_consumers)
{
    for (int const size : {1, 2})
        BOOST_TEST(
            all_schedules({{'p', 2}, {'g', 1}, {'n', 1}}, size, false) >
            1000);
}

BOOST_AUTO_TEST_CASE(three_producers)
{
    BOOST_TEST(
        all_schedules({{'p', 1}, {'p', 1}, {'p', 1}, {'g', 1}}, 1, false) >
        1000);
}

BOOST_AUTO_TEST_CASE(three_consumers)
{
    BOOST_TEST(
        all_schedules({{'g', 1}, {'g', 1}, {'g', 1}, {'p', 1}}, 1, true) >
        1000);
}

BOOST_AUTO_TEST_CASE(two_producers_and_two_consumers)
{
    for (int const size : {1, 2})
        BOOST_TEST(
            all_schedules(
                {{'p', 1}, {'p', 1}, {'g', 1}, {'g', 1}}, size, false) >
            1000);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
