// The end of a run: tasks are cancelled and awaited.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/task.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

namespace boost::asyncio::detail {

// The tasks that were there before a run.
class older_tasks
{
public:
    // Inside, before the main task begins.
    BOOST_ASYNCIO_COLD_DECL void note(loop_state& l);

    BOOST_ASYNCIO_COLD_DECL bool contain(any_task const& t) const;

private:
    std::vector<any_task> tasks_; // sorted
    bool noted_ = false;
};

// Cancels the tasks of a loop and stops the loop when they have ended, in the
// turns that Python's `gather` takes for it. As an item it is the part that
// looks for the tasks and cancels them. It owns itself while it is under way.
class run_end final
    : public item
    , public std::enable_shared_from_this<run_end>
{
public:
    // Tasks in `older` stay, if there is one.
    BOOST_ASYNCIO_COLD_DECL explicit run_end(
        loop_state& l, std::shared_ptr<older_tasks> older = nullptr) noexcept;

    BOOST_ASYNCIO_COLD_DECL ~run_end();

    // Inside, from a step: it begins before anything else that is ready.
    BOOST_ASYNCIO_COLD_DECL void begin_first();

    // The same from outside. `main` may not have begun yet.
    BOOST_ASYNCIO_COLD_DECL void begin(any_task main = {});

    // For a loop that this thread alone runs; false if nothing is left.
    BOOST_ASYNCIO_COLD_DECL bool begin_here();

    BOOST_ASYNCIO_COLD_DECL bool finished() const;

    // What went wrong with the end itself, or null.
    std::exception_ptr failure() const noexcept
    {
        return failure_;
    }

private:
    class child;

    BOOST_ASYNCIO_COLD_DECL void run() override;
    BOOST_ASYNCIO_COLD_DECL void abandon() noexcept override;

    BOOST_ASYNCIO_COLD_DECL bool take_on();
    BOOST_ASYNCIO_COLD_DECL void cancel_all();
    BOOST_ASYNCIO_COLD_DECL void one_has_ended();
    BOOST_ASYNCIO_COLD_DECL void finish();

    loop_state& loop_;
    std::shared_ptr<older_tasks> older_;
    std::shared_ptr<run_end> self_;
    any_task main_;
    std::vector<std::unique_ptr<child>> children_;
    std::size_t left_ = 0;
    bool waited_ = false;
    std::atomic<bool> begun_ = false;
    std::exception_ptr failure_;
    mutable std::mutex mutex_;
    bool finished_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/run_end.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_RUN_END_HPP
