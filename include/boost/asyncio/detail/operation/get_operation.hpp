// Awaiting a future or task.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_GET_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_GET_OPERATION_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/operation/usable.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

enum class ownership
{
    copy, // leaves the result where it is
    move  // takes it out
};

// Gives the inside of handles to the library.
struct handle_access
{
    template<class H>
    static auto& state(H& h) noexcept
    {
        return h.state_;
    }

    // Where an operation was made; a handle that is awaited does not know.
    template<class H>
    static std::source_location where([[maybe_unused]] H const& h) noexcept
    {
        if constexpr (requires { h.where_; })
            return h.where_;
        else
            return {};
    }

    template<class H, class S>
    static H make(intrusive_ptr<S> s) noexcept
    {
        H h;
        h.state_ = std::move(s);
        return h;
    }
};

[[noreturn]] BOOST_ASYNCIO_DECL void throw_awaits_itself();

// `State` is a with_result; `T` its result, or void to ask for its end only.
template<class State, class T, ownership How>
class get_state : public waiter
{
public:
    // What is awaited runs already.
    static constexpr bool runs = true;

    template<class Handle>
    explicit get_state(Handle&& h)
        : waiter(handle_access::where(h))
        , state_(std::move(handle_access::state(h)))
    {
        if (!state_)
            throw_empty_awaited();
    }

    loop_state* home() const noexcept
    {
        return &state_->loop();
    }

    bool ready() const
    {
        if (static_cast<state_base*>(state_.get()) == current_task_base())
            throw_awaits_itself();
        return state_->done();
    }

    void start() override
    {
        state_->add_waiter(*this);
    }

    // Runs `i` when it is done, in place of going on.
    void watch(item& i)
    {
        state_->add_waiter(i);
    }

    // Python's rule: who awaits a task or future cancels it with himself.
    bool cancel_wait(std::string const& message) override
    {
        if (broken_)
            return false;
        if (state_->pass_on(message))
            return true;
        if (state_->done() || !this->item::linked())
            return false;
        // The last of a circle of tasks that wait for one another.
        this->item::unlink();
        broken_ = true;
        this->wake();
        return true;
    }

    void describe(wait_info& info) const override
    {
        info.what = state_->is_task() ? "a task" : "a future";
        info.awaited.push_back(state_.get());
    }

    T take()
    {
        if (broken_)
            throw_cancelled(*this);
        state_->check();
        if constexpr (!std::is_void_v<T>)
        {
            if constexpr (How == ownership::move)
                return std::move(state_->value());
            else
                return state_->value();
        }
    }

private:
    intrusive_ptr<State> state_;
    bool broken_ = false;
};

template<class State, class T, ownership How>
class [[nodiscard]] get_operation
    : public operation_base<get_operation<State, T, How>, T>
{
public:
    using wait_state = get_state<State, T, How>;

    get_operation(
        intrusive_ptr<State> s, std::source_location where) noexcept
        : state_(std::move(s)), where_(where)
    {
    }

private:
    friend struct handle_access;

    intrusive_ptr<State> state_;
    std::source_location where_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/operation/impl/get_operation.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_GET_OPERATION_HPP
