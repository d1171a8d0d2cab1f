// The executor of a loop, which also carries a task's identity.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EXECUTOR_HPP
#define BOOST_ASYNCIO_EXECUTOR_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution.hpp>
#include <boost/config.hpp>

#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

struct executor_access;

} // namespace detail

/** The executor of a loop.

    `event_loop::get_executor()` gives it without a task; it counts work. In a
    task `co_await asio::this_coro::executor` gives one that also carries the
    identity of that task: what is resumed through it runs as a step of the
    task. Give that one to sockets and timers, and start detached work on the
    loop's.

    `asio::awaitable<T, asyncio::executor>` is the fast lane for tasks that
    never need another executor: it saves a type erasure per resumption.

    It runs functions inside the loop, never two at a time.

    It stays with its loop, and that with the executor below, as long as there
    is a copy, also when the task has ended.
*/
class executor
{
public:
    executor(executor const& other) noexcept
        : executor(*other.identity_, other.flags_)
    {
    }

    executor(executor&& other) noexcept
        : identity_(other.identity_), flags_(other.flags_)
    {
        other.flags_ &= ~held;
    }

    executor& operator=(executor other) noexcept
    {
        std::swap(identity_, other.identity_);
        std::swap(flags_, other.flags_);
        return *this;
    }

    ~executor()
    {
        if (flags_ & held)
            let_go();
    }

    /// Runs `f` inside the loop; at once where that is allowed.
    template<class F>
    void execute(F&& f) const
    {
        identity_->loop.enter(
            *identity_, std::forward<F>(f), !(flags_ & never));
    }

    /// The properties of executors in Boost.Asio. Its context is that of the
    /// executor that the loop runs on.
    asio::execution_context&
    query(asio::execution::context_t) const noexcept
    {
        return identity_->loop.context;
    }

    asio::execution::blocking_t
    query(asio::execution::blocking_t) const noexcept
    {
        return flags_ & never
            ? asio::execution::blocking_t(asio::execution::blocking.never)
            : asio::execution::blocking_t(asio::execution::blocking.possibly);
    }

    asio::execution::relationship_t
    query(asio::execution::relationship_t) const noexcept
    {
        return asio::execution::relationship.fork;
    }

    asio::execution::outstanding_work_t
    query(asio::execution::outstanding_work_t) const noexcept
    {
        using work = asio::execution::outstanding_work_t;
        return flags_ & tracked
            ? work(asio::execution::outstanding_work.tracked)
            : work(asio::execution::outstanding_work.untracked);
    }

    static constexpr asio::execution::mapping_t
    query(asio::execution::mapping_t) noexcept
    {
        return asio::execution::mapping.thread;
    }

    /// This executor with another property. That of a task counts no work:
    /// the task itself does.
    executor require(asio::execution::blocking_t::possibly_t) const noexcept
    {
        return with(flags_ & ~never);
    }

    executor require(asio::execution::blocking_t::never_t) const noexcept
    {
        return with(flags_ | never);
    }

    executor require(asio::execution::relationship_t::fork_t) const noexcept
    {
        return *this;
    }

    executor
    require(asio::execution::relationship_t::continuation_t) const noexcept
    {
        return *this;
    }

    executor
    require(asio::execution::outstanding_work_t::tracked_t) const noexcept
    {
        if (flags_ & tracked || identity_ != &identity_->loop.root)
            return *this;
        return with(flags_ | tracked);
    }

    executor
    require(asio::execution::outstanding_work_t::untracked_t) const noexcept
    {
        return with(flags_ & ~tracked);
    }

    /// True if they belong to the same task, or both to none of the same loop,
    /// and have the same properties.
    friend bool operator==(executor const& a, executor const& b) noexcept
    {
        return a.identity_ == b.identity_ && a.flags_ == b.flags_;
    }

private:
    friend struct detail::executor_access;

    static constexpr unsigned never = 1;
    static constexpr unsigned tracked = 2;
    // The loop is one that may become that of another executor, which this one
    // prevents. No other loop counts its executors.
    static constexpr unsigned counted = 4;
    static constexpr unsigned held = tracked | counted;

    explicit executor(detail::runner_base& identity, unsigned flags) noexcept
        : identity_(&identity), flags_(flags)
    {
        if (flags_ & held)
            hold();
    }

    executor with(unsigned flags) const noexcept
    {
        return executor(*identity_, flags);
    }

    BOOST_NOINLINE void hold() const noexcept
    {
        if (flags_ & counted)
            identity_->loop.add_state();
        if (flags_ & tracked)
            identity_->loop.count_work(true);
    }

    BOOST_NOINLINE void let_go() const noexcept
    {
        auto& l = identity_->loop;
        if (flags_ & tracked)
            l.count_work(false);
        if (flags_ & counted)
            l.release_state();
    }

    detail::runner_base* identity_;
    unsigned flags_;
};

namespace detail {

struct executor_access
{
    static executor make(runner_base& identity) noexcept
    {
        return executor(
            identity, identity.loop.recyclable ? executor::counted : 0);
    }

    static runner_base& identity(executor const& e) noexcept
    {
        return *e.identity_;
    }
};

// The executors whose awaitables run in a task as they are.
template<class E>
constexpr bool is_lane = std::is_same_v<E, asio::any_io_executor> ||
                         std::is_same_v<E, executor>;

template<class E>
runner_base* identity_of([[maybe_unused]] E const& ex) noexcept
{
    if constexpr (std::is_same_v<E, executor>)
        return &executor_access::identity(ex);
    else if constexpr (std::is_same_v<E, asio::any_io_executor>)
    {
        auto* const target = ex.template target<executor>();
        return target ? &executor_access::identity(*target) : nullptr;
    }
    else
        return nullptr;
}

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_EXECUTOR_HPP
