// Bodies of wait_for.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP
#define BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/wait/kept_children.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <exception>
#include <string>
#include <tuple>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

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
        : base(std::move(op).release()), limit_(op.limit())
    {
    }

    ~wait_for_state()
    {
        unset();
    }

    bool ready()
    {
        if (limit_ && limit_->passed() && !base::runs)
            return false;
        return base::ready();
    }

    void start() override
    {
        if (limit_ && limit_->passed())
        {
            start_without_time();
            return;
        }
        base::start();
        if (!limit_)
            return;
        this->loop().arm(alarm_, limit_->deadline(this->loop()));
        if (!this->foreign())
            requests_before_ = this->identity()->requests->count();
    }

    // From outside: it wins over the limit.
    bool cancel_wait(std::string const& message) override
    {
        if (stopping_)
        {
            // As in Python, this ends at once: the child was cancelled already.
            stopping_ = false;
            if (relay_.linked())
                relay_.unlink();
            given_up_ = true;
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
        unset();
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
        catch (boost::system::system_error const& e)
        {
            if (timed_out && e.code() == asio::error::operation_aborted)
                throw timeout_error(std::current_exception());
            throw;
        }
    }

protected:
    void settle() noexcept override
    {
        base::settle();
        unset();
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

    // When time is up at once Python cancels a future, or a task that has not
    // started, and hears of its end through a callback: that is a turn more,
    // and two for the task.
    class relay final : public item
    {
    public:
        explicit relay(wait_for_state& s) noexcept
            : state_(s)
        {
        }

        void run() override
        {
            state_.stopped();
        }

        void abandon() noexcept override
        {
        }

    private:
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

    class alarm final : public timer_node
    {
    public:
        explicit alarm(wait_for_state& s) noexcept
            : state_(s)
        {
        }

        void expire() override
        {
            state_.count_request();
            state_.time_is_up();
        }

    private:
        wait_for_state& state_;
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
            base::watch(relay_);
            time_is_up();
        }
        else
        {
            stopping_ = true;
            not_started_ = true;
            turns_to_go_ = 1;
            this->loop().push(relay_);
        }
    }

    void stopped()
    {
        if (turns_to_go_ > 0)
        {
            --turns_to_go_;
            this->loop().push(relay_);
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
        if (!base::cancel_wait({}))
            late_ = !only_here;
        else if (counted_)
            this->identity()->requests->wait_ended();
    }

    // Takes back what start() has arranged.
    void unset() noexcept
    {
        if (relay_.linked())
            relay_.unlink();
        if (alarm_.armed())
            this->loop().disarm(alarm_);
    }

    relay relay_{*this};
    alarm alarm_{*this};
    limit_or_none limit_;
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

// An awaitable with a limit, in the caller's own task.
template<class C>
class wait_for_body
{
public:
    using traits = child_traits<C>;
    using value_type = typename traits::value_type;

    template<class Child>
    wait_for_body(Child&& c, limit_or_none l)
        : child_(std::in_place, std::forward<Child>(c)), limit_(l)
    {
    }

    timeout_scope* scope(loop_state& l, std::optional<timeout_scope>& own)
    {
        return limit_ && !limit_->passed()
            ? &own.emplace(std::optional(limit_->deadline(l)))
            : nullptr;
    }

    template<class Lane>
    asio::awaitable<value_type, Lane> open(loop_state& l, timeout_scope*)
    {
        if (limit_ && limit_->passed())
            return never_started<Lane>(l, std::move(child()));
        return traits::open(l, child());
    }

private:
    // Python makes a task of it that never starts.
    template<class Lane>
    static asio::awaitable<value_type, Lane>
    never_started(loop_state& l, C child)
    {
        auto t = create_task_in(l, task_options{}, std::move(child));
        co_return co_await wait_for_call(
            std::move(t), limit_or_none(limit::after(clock::duration())));
    }

    C& child() noexcept
    {
        return std::get<0>(child_.get());
    }

    kept_children<std::tuple<C>> child_;
    limit_or_none limit_;
};

template<class C>
struct awaited_executor
{
    using type = typename awaitable_traits<C>::executor_type;
};

template<class C>
    requires(!awaitable<C>)
struct awaited_executor<C>
{
    using type =
        typename awaitable_traits<std::invoke_result_t<C&>>::executor_type;
};

template<class C>
auto wait_for_call(C&& c, limit_or_none l)
{
    using child = std::decay_t<C>;
    require_usable(c);
    if constexpr (handle_child<child>)
    {
        auto op = std::forward<C>(c).get();
        return wait_for_operation<decltype(op)>(std::move(op), l);
    }
    else if constexpr (operation<child>)
        return wait_for_operation<child>(std::forward<C>(c), l);
    else if constexpr (asio_operation<child>)
        return wait_for_operation<asio_child<child>>(
            asio_child<child>(std::forward<C>(c)), l);
    else
    {
        using body = wait_for_body<child>;
        return run_limited<typename awaited_executor<child>::type>(
            body(std::forward<C>(c), l));
    }
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP
