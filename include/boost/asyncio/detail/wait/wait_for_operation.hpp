// An operation with a limit.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_WAIT_FOR_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_WAIT_FOR_OPERATION_HPP

#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/task/aborted.hpp>
#include <boost/asyncio/detail/wait/limit_watch.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

template<class Op>
class wait_for_state;

template<class State>
constexpr bool limited = false;

template<class Op>
constexpr bool limited<wait_for_state<Op>> = true;

// The state of an operation, with a limit: at the limit it is cancelled, and
// what comes of that is translated by Python's rules.
template<class Op>
class wait_for_state : public Op::wait_state
{
    using base = typename Op::wait_state;
    using value_type = typename Op::value_type;

public:
    // Like any awaitable: in Python it is one.
    static constexpr bool runs = false;

    template<class Outer>
    explicit wait_for_state(Outer&& op)
        : base(std::move(op).release()), watch_(*this, op.limit())
    {
    }

    bool ready()
    {
        if (watch_.no_time() && !base::runs)
            return false;
        return base::ready();
    }

    void start() override
    {
        if (watch_.no_time())
        {
            start_without_time();
            return;
        }
        base::start();
        if (watch_.arm(this->loop()) && !this->foreign())
            requests_before_ = this->identity()->requests->count();
    }

    // From outside: it wins over the limit.
    bool cancel_wait(std::string const& message) override
    {
        if (stopping_)
        {
            // As in Python, this ends at once: the child was cancelled already.
            stopping_ = false;
            given_up_ = true;
            watch_.unset();
            this->wake();
            return true;
        }
        if (not_started_ || given_up_ || !base::cancel_wait(message))
            return false;
        cancelled_ = true;
        return true;
    }

    // A request that came after the wake-up: with a limit that has passed, too,
    // it is a matter of counting.
    bool take_request()
    {
        if (!base::take_request())
            return false;
        if (!counted_)
            return true;
        late_ = true;
        return false;
    }

    value_type take()
    {
        watch_.unset();
        if (given_up_)
            throw_cancelled(*this);
        if (not_started_)
            throw timeout_error();
        if constexpr (requires(base& b) { b.succeeded(); })
            if (cancelled_ && base::succeeded() && !this->foreign())
                this->identity()->requests->remember(); // not taken after all
        if (!expired_)
            return base::take();
        if (late_)
        {
            if (leave())
                throw timeout_error();
            throw_cancelled(*this);
        }
        bool timed_out = false;
        try
        {
            leaving const guard(*this, timed_out);
            return base::take();
        }
        catch (std::exception const& e)
        {
            if (timed_out && is_abort(e))
                throw timeout_error(std::current_exception());
            throw;
        }
    }

protected:
    void settle() noexcept override
    {
        base::settle();
        watch_.unset();
    }

    // Takes back what the limit asked of the task; inner limits come first.
    // Whether it is to throw: not if others have asked as well.
    bool leave() noexcept
    {
        if constexpr (limited<base>)
            base::leave();
        if (!counted_)
            return !cancelled_;
        counted_ = false;
        return this->identity()->requests->uncancel() <= requests_before_;
    }

private:
    static constexpr bool only_here = requires { base::only_here; };

    class watch final : public limit_watch
    {
    public:
        watch(wait_for_state& s, limit_or_none l) noexcept
            : limit_watch(l), state_(s)
        {
        }

    private:
        void relayed() override
        {
            state_.relayed();
        }

        void time_has_passed() override
        {
            state_.count_request();
            state_.time_is_up();
        }

        wait_for_state& state_;
    };

    class leaving
    {
    public:
        leaving(wait_for_state& s, bool& timed_out) noexcept
            : state_(s), timed_out_(timed_out)
        {
        }

        leaving(leaving const&) = delete;
        leaving& operator=(leaving const&) = delete;

        ~leaving()
        {
            timed_out_ = state_.leave();
        }

    private:
        wait_for_state& state_;
        bool& timed_out_;
    };

    void start_without_time()
    {
        if constexpr (base::runs)
        {
            if (base::ready())
            {
                this->wake();
                return;
            }
            stopping_ = true;
            base::watch(watch_.relay());
            time_is_up();
        }
        else
        {
            stopping_ = true;
            not_started_ = true;
            turns_to_go_ = 1;
            this->loop().push(watch_.relay());
        }
    }

    void relayed()
    {
        if (turns_to_go_ > 0)
        {
            --turns_to_go_;
            this->loop().push(watch_.relay());
            return;
        }
        stopping_ = false;
        this->wake();
    }

    // Python's limit cancels the task that waits.
    void count_request()
    {
        if (this->foreign())
            return;
        counted_ = true;
        this->identity()->requests->add({});
    }

    void time_is_up()
    {
        expired_ = true;
        bool const taken = detail::ask(
            this->loop(),
            [this](std::string const& m) { return base::cancel_wait(m); },
            {});
        if (!taken)
            late_ = !only_here;
        else if (counted_)
            this->identity()->requests->wait_ended();
    }

    watch watch_;
    unsigned requests_before_ = 0;
    bool expired_ = false;
    bool counted_ = false;    // among the requests of the task
    bool late_ = false;       // it had completed, but nobody had seen it yet
    bool cancelled_ = false;
    bool not_started_ = false;
    bool stopping_ = false;   // there was no time; it waits for the end
    bool given_up_ = false;
    unsigned char turns_to_go_ = 0;
};

template<class Op>
class [[nodiscard]] wait_for_operation
    : public operation_base<wait_for_operation<Op>, typename Op::value_type>
{
public:
    using wait_state = wait_for_state<Op>;

    wait_for_operation(Op op, limit_or_none l)
        : op_(std::move(op)), limit_(l)
    {
    }

    Op release() &&
    {
        return std::move(op_);
    }

    limit_or_none limit() const noexcept
    {
        return limit_;
    }

private:
    Op op_;
    limit_or_none limit_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_WAIT_FOR_OPERATION_HPP
