// What the handles of a future share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_FUTURE_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_FUTURE_STATE_HPP

#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// What somebody sets. Also the base of states that are set from elsewhere,
// which have a cancel() of their own.
template<class T>
class future_state : public with_result<state_base, T>
{
public:
    explicit future_state(loop_state& l) noexcept
        : with_result<state_base, T>(l)
    {
    }

    bool cancel(std::string const& message) override
    {
        if (this->done())
            return false;
        this->become_cancelled(message, nullptr);
        return true;
    }

    void require_pending() const
    {
        if (this->done())
            throw invalid_state_error("invalid state");
    }

    // Gets what `value` makes, or fails with what that throws: for results that
    // come to it through the loop, where nobody else would hear of it.
    template<class... Value>
    void succeed(Value&&... value)
    {
        try
        {
            this->emplace(std::forward<Value>(value)...);
        }
        catch (...)
        {
            this->fail(std::current_exception());
            return;
        }
        this->complete(status::succeeded);
    }

private:
    void destroy() noexcept override
    {
        destroy_state(this);
    }
};

template<class Exception>
std::exception_ptr to_exception_ptr(Exception&& e)
{
    if constexpr (std::is_convertible_v<Exception, std::exception_ptr>)
    {
        std::exception_ptr p = std::forward<Exception>(e);
        if (!p)
            throw std::invalid_argument("set_exception() needs an exception");
        return p;
    }
    else
        return std::make_exception_ptr(std::forward<Exception>(e));
}

// Something to be done to a future inside its loop, from another thread. It
// keeps the state alive, and is dropped if the loop has gone.
template<class State, class F>
class submitted final : public item
{
public:
    submitted(intrusive_ptr<State> s, F f)
        : state_(std::move(s)), f_(std::move(f))
    {
    }

    void run() override
    {
        std::unique_ptr<submitted> self(this);
        if (!state_->done())
            f_(*state_);
    }

    void abandon() noexcept override
    {
        delete this;
    }

private:
    intrusive_ptr<State> state_;
    F f_;
};

template<class State, class F>
void submit_to(intrusive_ptr<State> const& s, F f)
{
    if (!s)
        throw std::invalid_argument("an empty task or future is used");
    s->loop().submit(*new submitted<State, F>(s, std::move(f)));
}

template<class T, class... Value>
void submit_result(intrusive_ptr<future_state<T>> const& s, Value&&... value)
{
    submit_to(
        s,
        [stored = std::tuple<std::decay_t<Value>...>(
             std::forward<Value>(value)...)](
            future_state<T>& f) mutable
        {
            std::apply(
                [&f](auto&&... v)
                { f.succeed(std::forward<decltype(v)>(v)...); },
                std::move(stored));
        });
}

template<class T>
void submit_exception(
    intrusive_ptr<future_state<T>> const& s, std::exception_ptr e)
{
    submit_to(
        s,
        [e = std::move(e)](future_state<T>& f) mutable
        { f.fail(std::move(e)); });
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_FUTURE_STATE_HPP
