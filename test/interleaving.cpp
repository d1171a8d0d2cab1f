// The locks: every order of steps of a few tasks, and a cancellation at each
// point.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/barrier.hpp>
#include <boost/asyncio/condition.hpp>
#include <boost/asyncio/event.hpp>
#include <boost/asyncio/lock.hpp>
#include <boost/asyncio/semaphore.hpp>

#include "choices.hpp"
#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/scoped.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_interleaving)

namespace {

using asyncio_test::choices;

// Where a task is.
enum class place
{
    elsewhere,
    waiting,
    inside
};

// One run of a model. Its tasks wait for gates; in each step one gate is
// opened, or one task is cancelled, once, or something is done that belongs to
// the model, or, unless it is patient, a turn of the loop passes. A patient
// schedule lets everything come to rest after each step.
class schedule
{
public:
    schedule(std::size_t tasks, bool patient, choices& c)
        : where_(tasks)
        , patient_(patient)
        , choices_(c)
        , gates_(tasks)
    {
    }

    schedule(schedule const&) = delete;
    schedule& operator=(schedule const&) = delete;

    virtual ~schedule() = default;

    asio::awaitable<void> run()
    {
        for (std::size_t i = 0; i != gates_.size(); ++i)
            tasks_.push_back(asyncio::create_task(play(i)));
        co_await rest();
        while (co_await step())
        {
        }
        text_ += ", rest";
        co_await rest();
        check();
        for (auto const& t : tasks_)
            t.cancel();
        co_await asyncio::wait(tasks_);
        for (auto const& t : tasks_)
            BOOST_CHECK_MESSAGE(
                t.cancelled() || !t.exception(), "a task failed" << text_);
        check_end();
    }

protected:
    virtual asio::awaitable<void> play(std::size_t id) = 0;

    // Everything is at rest.
    virtual void check() = 0;

    // All tasks have ended.
    virtual void check_end() = 0;

    // Calls of the model itself: their names, and one of them.
    virtual std::vector<std::string> calls() const
    {
        return {};
    }

    virtual void call(std::string const&)
    {
    }

    asio::awaitable<void> gate(std::size_t id)
    {
        gates_[id].emplace(
            asyncio::get_running_loop().create_future<void>());
        co_await gates_[id]->get();
        gates_[id].reset();
    }

    void arrives(std::size_t id)
    {
        where_[id] = place::waiting;
        arrived_.push_back(id);
    }

    void enters(std::size_t id)
    {
        where_[id] = place::inside;
        served_.push_back(id);
    }

    void leaves(std::size_t id)
    {
        where_[id] = place::elsewhere;
    }

    // Takes note of how a task leaves, also by a cancellation.
    class visit
    {
    public:
        visit(schedule& s, std::size_t id)
            : schedule_(s), id_(id)
        {
            s.arrives(id);
        }

        visit(visit const&) = delete;
        visit& operator=(visit const&) = delete;

        ~visit()
        {
            schedule_.leaves(id_);
        }

    private:
        schedule& schedule_;
        std::size_t id_;
    };

    std::ptrdiff_t count(place p) const
    {
        return std::count(where_.begin(), where_.end(), p);
    }

    // Whether those who were served were so in order of arrival.
    bool in_order() const
    {
        auto expected = arrived_;
        if (cancelled_)
            std::erase(expected, *cancelled_);
        auto actual = served_;
        if (cancelled_)
            std::erase(actual, *cancelled_);
        return actual.size() <= expected.size() &&
               std::equal(actual.begin(), actual.end(), expected.begin());
    }

    std::vector<place> where_;
    std::vector<std::size_t> served_;
    std::optional<std::size_t> cancelled_;
    std::string text_ = ":";

private:
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
        auto const own = calls();
        bool const may_turn = !patient_ && !turned_;
        std::size_t n = choices_.choose(
            closed.size() + alive.size() + own.size() + may_turn +
            closed.empty());
        turned_ = false;
        if (n < closed.size())
        {
            text_ += ", open " + std::to_string(closed[n]);
            gates_[closed[n]]->set_result();
        }
        else if ((n -= closed.size()) < alive.size())
        {
            text_ += ", cancel " + std::to_string(alive[n]);
            cancelled_ = alive[n];
            tasks_[alive[n]].cancel();
        }
        else if ((n -= alive.size()) < own.size())
        {
            text_ += ", " + own[n];
            call(own[n]);
        }
        else if ((n -= own.size()) < may_turn)
        {
            text_ += ", turn";
            turned_ = true;
            co_await asyncio::sleep(0s);
        }
        else
            co_return false;
        if (patient_)
            co_await rest();
        co_return true;
    }

    static asio::awaitable<void> rest()
    {
        for (int i = 0; i != 10; ++i)
            co_await asyncio::sleep(0s);
    }

    bool patient_;
    choices& choices_;
    std::vector<std::optional<asyncio::future<void>>> gates_;
    std::vector<asyncio::task<void>> tasks_;
    std::vector<std::size_t> arrived_;
    bool turned_ = false;
};

// Returns the number of schedules.
template<class Schedule, class... Args>
asio::awaitable<int> enumerate(std::size_t tasks, bool patient, Args... args)
{
    choices c;
    int count = 0;
    do
    {
        Schedule s(tasks, patient, c, args...);
        co_await s.run();
        ++count;
    } while (c.advance());
    co_return count;
}

template<class Schedule, class... Args>
int all_schedules(
    std::size_t tasks, std::initializer_list<bool> patience, Args... args)
{
    int count = 0;
    for (bool const patient : patience)
        count += asyncio_test::run(
            enumerate<Schedule, Args...>(tasks, patient, args...));
    BOOST_TEST_MESSAGE(count << " schedules");
    return count;
}

// Each task acquires, goes on holding, and releases, so many times.
template<class Lockable>
class holders : public schedule
{
public:
    template<class... Args>
    holders(
        std::size_t tasks,
        bool patient,
        choices& c,
        int rounds,
        std::ptrdiff_t places,
        Args... args)
        : schedule(tasks, patient, c)
        , lockable_(args...)
        , rounds_(rounds)
        , places_(places)
    {
    }

private:
    asio::awaitable<void> play(std::size_t id) override
    {
        for (int n = 0; n != rounds_; ++n)
        {
            co_await gate(id);
            visit const v(*this, id);
            auto const guard = co_await asyncio::scoped(lockable_);
            enters(id);
            BOOST_CHECK_MESSAGE(
                count(place::inside) <= places_, "too many inside" << text_);
            co_await gate(id);
        }
    }

    void check() override
    {
        BOOST_CHECK_MESSAGE(
            count(place::waiting) == 0 || count(place::inside) == places_,
            "somebody waits for what is free" << text_);
        BOOST_CHECK_MESSAGE(
            lockable_.locked() == (count(place::inside) == places_),
            "permits were lost" << text_);
        BOOST_CHECK_MESSAGE(in_order(), "not in order of arrival" << text_);
    }

    void check_end() override
    {
        for (std::ptrdiff_t n = 0; n != places_; ++n)
            BOOST_CHECK_MESSAGE(
                lockable_.try_acquire(), "a permit was lost" << text_);
        BOOST_CHECK_MESSAGE(
            !lockable_.try_acquire(), "a permit was made" << text_);
    }

    Lockable lockable_;
    int rounds_;
    std::ptrdiff_t places_;
};

using lock_holders = holders<asyncio::lock>;
using semaphore_holders = holders<asyncio::semaphore>;
using bounded_holders = holders<asyncio::bounded_semaphore>;

BOOST_AUTO_TEST_CASE(two_tasks_acquire_a_lock_twice)
{
    BOOST_TEST(
        all_schedules<lock_holders>(2, {false, true}, 2, std::ptrdiff_t(1)) >
        1000);
}

BOOST_AUTO_TEST_CASE(three_tasks_acquire_a_lock)
{
    BOOST_TEST(
        all_schedules<lock_holders>(3, {false, true}, 1, std::ptrdiff_t(1)) >
        1000);
}

BOOST_AUTO_TEST_CASE(four_tasks_acquire_a_lock)
{
    BOOST_TEST(
        all_schedules<lock_holders>(4, {true}, 1, std::ptrdiff_t(1)) > 1000);
}

BOOST_AUTO_TEST_CASE(two_tasks_acquire_a_semaphore_twice)
{
    BOOST_TEST(
        all_schedules<semaphore_holders>(
            2, {false, true}, 2, std::ptrdiff_t(1), 1) > 1000);
}

BOOST_AUTO_TEST_CASE(three_tasks_acquire_two_permits)
{
    BOOST_TEST(
        all_schedules<bounded_holders>(
            3, {false, true}, 1, std::ptrdiff_t(2), 2) > 1000);
}

BOOST_AUTO_TEST_CASE(four_tasks_acquire_two_permits)
{
    BOOST_TEST(
        all_schedules<bounded_holders>(4, {true}, 1, std::ptrdiff_t(2), 2) >
        1000);
}

// Each task waits for the event, so many times.
class watchers : public schedule
{
public:
    watchers(
        std::size_t tasks, bool patient, choices& c, int rounds, int calls)
        : schedule(tasks, patient, c)
        , due_(tasks)
        , rounds_(rounds)
        , calls_(calls)
    {
    }

private:
    asio::awaitable<void> play(std::size_t id) override
    {
        for (int n = 0; n != rounds_; ++n)
        {
            co_await gate(id);
            visit const v(*this, id);
            due_[id] = event_.is_set();
            co_await event_.wait();
            BOOST_CHECK_MESSAGE(due_[id], "nobody woke " << id << text_);
            enters(id);
        }
    }

    std::vector<std::string> calls() const override
    {
        if (calls_ == 0)
            return {};
        return {event_.is_set() ? "clear" : "set"};
    }

    void call(std::string const& name) override
    {
        --calls_;
        if (name == "clear")
        {
            event_.clear();
            return;
        }
        event_.set();
        for (std::size_t i = 0; i != due_.size(); ++i)
            if (where_[i] == place::waiting)
                due_[i] = true;
    }

    void check() override
    {
        for (std::size_t i = 0; i != due_.size(); ++i)
            BOOST_CHECK_MESSAGE(
                where_[i] != place::waiting || !due_[i],
                "a wake-up was lost" << text_);
    }

    void check_end() override
    {
        BOOST_CHECK_EQUAL(count(place::waiting), 0);
    }

    asyncio::event event_;
    std::vector<bool> due_;
    int rounds_;
    int calls_;
};

BOOST_AUTO_TEST_CASE(two_tasks_wait_for_an_event)
{
    BOOST_TEST(all_schedules<watchers>(2, {false, true}, 1, 3) > 1000);
}

BOOST_AUTO_TEST_CASE(two_tasks_wait_for_an_event_twice)
{
    BOOST_TEST(all_schedules<watchers>(2, {true}, 2, 3) > 1000);
}

BOOST_AUTO_TEST_CASE(three_tasks_wait_for_an_event)
{
    BOOST_TEST(all_schedules<watchers>(3, {true}, 1, 3) > 1000);
}

// The first tasks wait for something and take it, the others provide it, under
// a lock that a task holds until its gate opens.
class exchange : public schedule
{
public:
    exchange(
        std::size_t tasks,
        bool patient,
        choices& c,
        std::size_t takers,
        bool by_predicate)
        : schedule(tasks, patient, c)
        , takers_(takers)
        , by_predicate_(by_predicate)
    {
    }

private:
    asio::awaitable<void> play(std::size_t id) override
    {
        return id < takers_ ? take(id) : provide(id);
    }

    asio::awaitable<void> take(std::size_t id)
    {
        co_await gate(id);
        auto const guard = co_await asyncio::scoped(condition_);
        visit const v(*this, id);
        if (by_predicate_)
            co_await condition_.wait_for([&] { return things_ > 0; });
        else
            while (things_ == 0)
                co_await condition_.wait();
        enters(id);
        alone();
        --things_;
    }

    asio::awaitable<void> provide(std::size_t id)
    {
        co_await gate(id);
        auto const guard = co_await asyncio::scoped(condition_);
        where_[id] = place::inside;
        struct leaving
        {
            ~leaving()
            {
                self.leaves(id);
            }

            exchange& self;
            std::size_t id;
        };
        leaving const l{*this, id};
        alone();
        ++things_;
        condition_.notify();
        co_await gate(id);
        alone();
    }

    void alone()
    {
        BOOST_CHECK_MESSAGE(
            condition_.locked() && count(place::inside) == 1,
            "not alone with the lock" << text_);
    }

    void check() override
    {
        bool const held = count(place::inside) > 0;
        BOOST_CHECK_MESSAGE(
            condition_.locked() == held, "the lock was lost" << text_);
        BOOST_CHECK_MESSAGE(
            held || things_ == 0 || count(place::waiting) == 0,
            "a notification was lost" << text_);
    }

    void check_end() override
    {
        BOOST_CHECK_MESSAGE(
            condition_.try_acquire(), "the lock was not released" << text_);
    }

    asyncio::condition condition_;
    int things_ = 0;
    std::size_t takers_;
    bool by_predicate_;
};

BOOST_AUTO_TEST_CASE(one_takes_what_another_provides)
{
    for (bool const by_predicate : {false, true})
        BOOST_TEST(
            all_schedules<exchange>(
                2, {false, true}, std::size_t(1), by_predicate) > 100);
}

BOOST_AUTO_TEST_CASE(two_take_what_another_provides)
{
    for (bool const by_predicate : {false, true})
        BOOST_TEST(
            all_schedules<exchange>(
                3, {false, true}, std::size_t(2), by_predicate) > 1000);
}

BOOST_AUTO_TEST_CASE(two_take_what_two_provide)
{
    for (bool const by_predicate : {false, true})
        BOOST_TEST(
            all_schedules<exchange>(
                4, {true}, std::size_t(2), by_predicate) > 1000);
}

// Each task passes the barrier, so many times.
class parties : public schedule
{
public:
    parties(
        std::size_t tasks,
        bool patient,
        choices& c,
        int rounds,
        std::ptrdiff_t together)
        : schedule(tasks, patient, c)
        , barrier_(together)
        , passed_(static_cast<std::size_t>(together))
        , rounds_(rounds)
    {
    }

private:
    asio::awaitable<void> play(std::size_t id) override
    {
        for (int n = 0; n != rounds_; ++n)
        {
            co_await gate(id);
            visit const v(*this, id);
            auto const index = co_await barrier_.wait();
            ++passed_.at(static_cast<std::size_t>(index));
        }
    }

    void check() override
    {
        auto const waiting = count(place::waiting);
        BOOST_CHECK_MESSAGE(
            waiting < barrier_.parties(), "all have come" << text_);
        BOOST_CHECK_MESSAGE(
            waiting == barrier_.n_waiting(), "the count is wrong" << text_);
        // The last of each round was always there; of the others one may have
        // been cancelled on its way out.
        int missing = 0;
        for (int const n : passed_)
        {
            BOOST_CHECK_MESSAGE(
                n <= passed_.back(), "an index came twice" << text_);
            missing += passed_.back() - n;
        }
        BOOST_CHECK_MESSAGE(
            missing <= (cancelled_ ? 1 : 0), "not all have passed" << text_);
    }

    void check_end() override
    {
        BOOST_CHECK_MESSAGE(
            barrier_.n_waiting() == 0, "somebody is still inside" << text_);
    }

    asyncio::barrier barrier_;
    std::vector<int> passed_; // by index
    int rounds_;
};

BOOST_AUTO_TEST_CASE(two_tasks_pass_together)
{
    BOOST_TEST(
        all_schedules<parties>(2, {false, true}, 3, std::ptrdiff_t(2)) > 100);
}

BOOST_AUTO_TEST_CASE(three_tasks_pass_in_twos)
{
    BOOST_TEST(
        all_schedules<parties>(3, {false, true}, 1, std::ptrdiff_t(2)) >
        1000);
}

BOOST_AUTO_TEST_CASE(three_tasks_pass_together)
{
    BOOST_TEST(
        all_schedules<parties>(3, {false, true}, 1, std::ptrdiff_t(3)) > 100);
    BOOST_TEST(
        all_schedules<parties>(3, {true}, 2, std::ptrdiff_t(3)) > 100);
}

BOOST_AUTO_TEST_CASE(four_tasks_pass_in_threes)
{
    BOOST_TEST(
        all_schedules<parties>(4, {true}, 2, std::ptrdiff_t(3)) > 1000);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
