// The way of requests along tasks that wait for one another.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_REQUEST_WALK_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_REQUEST_WALK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <string>

namespace boost::asyncio::detail {

class task_base;

// Where a task stands in a walk.
enum class walk_place : unsigned char
{
    none,
    reached, // on the path: what it waits for is to be asked
    paused,  // likewise, the rest of it
    asked,   // likewise: all of it was
    passed,  // its part of the walk is over
    settled  // and what came to it again was passed on as well
};

// Who cancels a task cancels what it waits for, and so on, depth first: as in
// Python, but there each of them calls the next one. Here the path is a list of
// the tasks, by their links as items, which have no other use after their
// start; a task that waits cannot end meanwhile.
//
// A task that is reached once more, when its part is over, is counted, and no
// more. When all is done the counts go down to what it waits for, at once.
//
// There is at most one in a loop: another one, of a cancel() in the middle,
// joins it. One that is made outside is empty, as requests from there are sent.
class request_walk
{
public:
    BOOST_ASYNCIO_DECL explicit request_walk(loop_state& l) noexcept;

    request_walk(request_walk const&) = delete;
    request_walk& operator=(request_walk const&) = delete;

    BOOST_ASYNCIO_DECL ~request_walk();

    // A request has come to `t`, which waits: passes it on.
    BOOST_ASYNCIO_DECL void begin(task_base& t, std::string const& message);

    // Calls `f`, the cancel_wait() of what is in no path: it belongs to no
    // task, or the request is not for all of that. Gives what that gives.
    template<class F>
    bool ask(F f, std::string const& message);

    // All requests have been made. `message` is for what is counted.
    BOOST_ASYNCIO_DECL void finish(std::string const& message = {});

    // ---- by those that are asked -------------------------------------------

    // How many requests this is.
    unsigned times() const noexcept
    {
        return now_.times;
    }

    // The request has come to `t`, which waits, by way of another one.
    BOOST_ASYNCIO_DECL void reach(task_base& t) noexcept;

    // After each of several that are asked: true if what this one waits for is
    // to be asked first. Then cancel_wait() returns true, and is called again.
    bool pauses() noexcept
    {
        return now_.paused = front() != now_.asking;
    }

    // Whether it was, and goes on after the one that it had asked.
    bool goes_on() const noexcept
    {
        return now_.goes_on;
    }

private:
    // What is being asked.
    struct moment
    {
        item const* asking = nullptr; // null for what is in no path
        unsigned times = 1;
        bool goes_on = false;
        bool paused = false;
    };

    // For what happens in the middle of something else.
    class inner
    {
    public:
        explicit inner(request_walk& w) noexcept
            : walk_(w), previous_(w.now_)
        {
            w.now_ = {.asking = w.front()};
        }

        inner(inner const&) = delete;
        inner& operator=(inner const&) = delete;

        ~inner()
        {
            walk_.now_ = previous_;
        }

    private:
        request_walk& walk_;
        moment previous_;
    };

    item const* front() const noexcept
    {
        return path_.empty() ? nullptr : &path_.front();
    }

    BOOST_ASYNCIO_DECL void
    follow(item const* floor, std::string const& message);
    BOOST_ASYNCIO_DECL void settle(std::string const& message);

    BOOST_ASYNCIO_DECL static void forget(item_list& tasks) noexcept;

    loop_state& loop_;
    request_walk& walk_; // that of the loop
    moment now_;
    item_list path_;   // from the end of it
    item_list passed_; // each one before those for which it waits
    item_list settled_;
    bool repeated_ = false;
};

template<class F>
bool request_walk::ask(F f, std::string const& message)
{
    inner const i(walk_);
    auto const* const floor = walk_.front();
    for (;;)
    {
        bool const taken = f(message);
        bool const again = walk_.now_.paused;
        walk_.follow(floor, message);
        if (!again)
            return taken;
        walk_.now_ = {.asking = floor, .goes_on = true};
    }
}

// The same in a walk of its own.
template<class F>
bool ask(loop_state& l, F f, std::string const& message)
{
    request_walk walk(l);
    bool const taken = walk.ask(f, message);
    walk.finish(message);
    return taken;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_REQUEST_WALK_HPP
