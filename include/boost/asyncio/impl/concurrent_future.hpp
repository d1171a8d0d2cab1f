// Bodies of concurrent_future.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_HPP
#define BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_HPP

#include <boost/asyncio/concurrent_future.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/error.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

struct concurrent_access
{
    template<class T>
    static auto const& state(concurrent_future<T> const& f)
    {
        static_cast<void>(f.state()); // throws if it is empty
        return f.state_;
    }

    template<class T>
    static concurrent_future<T>
    make(std::shared_ptr<concurrent_state<T>> s) noexcept
    {
        return concurrent_future<T>(std::move(s));
    }
};

// A child on its way into a loop, and then the way back of its result: the part
// that does not depend on the child.
class remote_call_base : public item
{
public:
    BOOST_ASYNCIO_DECL virtual ~remote_call_base();

    BOOST_ASYNCIO_DECL void run() override;
    BOOST_ASYNCIO_DECL void abandon() noexcept override;

protected:
    BOOST_ASYNCIO_DECL remote_call_base(
        loop_state& l,
        std::shared_ptr<concurrent_state_base> s,
        std::source_location location);

    // Makes the task.
    virtual intrusive_ptr<task_base>
    launch(loop_state& l, task_options const& options) = 0;

    // Its result is there.
    virtual void hand_over(task_base& t, concurrent_state_base& to) = 0;

private:
    BOOST_ASYNCIO_DECL bool start();
    BOOST_ASYNCIO_DECL void finish();

    loop_state& loop_;
    std::shared_ptr<concurrent_state_base> state_;
    std::source_location location_;
    context_slot context_;
    intrusive_ptr<task_base> task_;
};

template<class C>
class remote_call final : public remote_call_base
{
    using T = child_value<C>;

public:
    template<class Child>
    remote_call(
        loop_state& l,
        std::shared_ptr<concurrent_state<T>> s,
        Child&& c,
        std::source_location location)
        : remote_call_base(l, std::move(s), location)
        , child_(std::forward<Child>(c))
    {
    }

private:
    intrusive_ptr<task_base>
    launch(loop_state& l, task_options const& options) override
    {
        auto t = create_task_in(l, options, std::move(*child_));
        child_.reset();
        return std::move(handle_access::state(t));
    }

    void hand_over(
        [[maybe_unused]] task_base& t, concurrent_state_base& to) override
    {
        auto& s = static_cast<concurrent_state<T>&>(to);
        if constexpr (std::is_void_v<T>)
            s.succeed();
        else
            s.succeed(std::move(static_cast<task_state<T>&>(t).value()));
    }

    std::optional<C> child_;
};

// A future that gets what a concurrent_future gets. It is also the message.
template<class T, ownership How>
class wrapped_state final
    : public future_state<T>
    , public item
{
public:
    wrapped_state(loop_state& l, std::weak_ptr<concurrent_state<T>> source)
        : future_state<T>(l), source_(std::move(source))
    {
    }

    bool cancel(std::string const& message) override
    {
        auto const source = source_.lock();
        if (!future_state<T>::cancel(message))
            return false;
        if (source)
            source->cancel();
        return true;
    }

    // In any thread, once: it is done, or null if it never will be.
    void send(std::shared_ptr<concurrent_state<T>> s) noexcept
    {
        arrived_ = std::move(s);
        this->add_ref();
        this->loop().submit(*this);
    }

private:
    void run() override
    {
        intrusive_ptr<wrapped_state> const self(this, false);
        auto const source = std::exchange(arrived_, nullptr);
        if (this->done())
            return;
        if (!source || source->cancelled())
        {
            this->become_cancelled({}, nullptr);
            return;
        }
        if (auto const e = source->exception())
            this->fail(e);
        else if constexpr (std::is_void_v<T>)
            this->succeed();
        else if constexpr (How == ownership::move)
            this->succeed(std::move(source->value()));
        else
            this->succeed(source->value());
    }

    void abandon() noexcept override
    {
        arrived_ = nullptr;
        this->release();
    }

    void destroy() noexcept override
    {
        destroy_state(this);
    }

    std::weak_ptr<concurrent_state<T>> source_;
    std::shared_ptr<concurrent_state<T>> arrived_;
};

// Waits for a concurrent_future in place of the future that wraps it.
template<class T, ownership How>
class wrapped_callback final : public concurrent_callback
{
public:
    explicit wrapped_callback(wrapped_state<T, How>& s) noexcept
        : state_(&s)
    {
    }

    ~wrapped_callback() override
    {
        if (state_)
            state_->send(nullptr);
    }

    void call(std::shared_ptr<concurrent_state_base> const& s) override
    {
        std::exchange(state_, nullptr)
            ->send(std::static_pointer_cast<concurrent_state<T>>(s));
    }

private:
    intrusive_ptr<wrapped_state<T, How>> state_;
};

template<ownership How, class T>
future<T> wrap_in_current_loop(concurrent_future<T> const& f)
{
    using state = wrapped_state<T, How>;
    auto const& source = concurrent_access::state(f);
    intrusive_ptr<state> s(make_state<state>(current_loop(), source), false);
    source->add_callback(std::make_unique<wrapped_callback<T, How>>(*s));
    return handle_access::make<future<T>>(
        intrusive_ptr<future_state<T>>(std::move(s)));
}

} // namespace detail

template<class T>
template<class F>
class concurrent_future<T>::callback final : public detail::concurrent_callback
{
public:
    template<class G>
    explicit callback(G&& f)
        : f_(std::forward<G>(f))
    {
    }

    void call(std::shared_ptr<detail::concurrent_state_base> const& s) override
    {
        if constexpr (std::invocable<F&, concurrent_future<T>>)
            f_(concurrent_future<T>(std::static_pointer_cast<state_type>(s)));
        else
            f_();
    }

private:
    F f_;
};

template<class T>
auto concurrent_future<T>::state() const -> state_type&
{
    if (!state_)
        throw std::invalid_argument("an empty future is used");
    return *state_;
}

template<class T>
std::add_lvalue_reference_t<std::add_const_t<T>>
concurrent_future<T>::value() const
{
    state_->check();
    if constexpr (!std::is_void_v<T>)
        return state_->value();
}

template<class T>
T concurrent_future<T>::take() const
{
    state_->check();
    if constexpr (!std::is_void_v<T>)
        return std::move(state_->value());
}

template<class T>
void concurrent_future<T>::require(bool pending)
{
    if (!pending)
        throw invalid_state_error("invalid state");
}

template<class T>
std::add_lvalue_reference_t<std::add_const_t<T>>
concurrent_future<T>::result() const&
{
    state().wait();
    return value();
}

template<class T>
T concurrent_future<T>::result() &&
{
    state().wait();
    return take();
}

template<class T>
template<duration D>
std::add_lvalue_reference_t<std::add_const_t<T>>
concurrent_future<T>::result(D limit) const&
{
    state().wait(detail::to_clock_duration(limit));
    return value();
}

template<class T>
template<duration D>
T concurrent_future<T>::result(D limit) &&
{
    state().wait(detail::to_clock_duration(limit));
    return take();
}

template<class T>
template<class... Value>
    requires(
        std::is_void_v<T> ? sizeof...(Value) == 0
                          : sizeof...(Value) == 1)
void concurrent_future<T>::set_result(Value&&... value) const
{
    require(state().succeed(std::forward<Value>(value)...));
}

template<class T>
template<class Exception>
void concurrent_future<T>::set_exception(Exception&& e) const
{
    require(
        state().fail(detail::to_exception_ptr(std::forward<Exception>(e))));
}

template<class T>
template<class F>
    requires std::invocable<std::decay_t<F>&, concurrent_future<T>> ||
             std::invocable<std::decay_t<F>&>
void concurrent_future<T>::add_done_callback(F&& f) const
{
    state().add_callback(
        std::make_unique<callback<std::decay_t<F>>>(std::forward<F>(f)));
}

template<child C, detail::place P>
concurrent_future<detail::child_value<C>>
run_coroutine_threadsafe(C&& c, P&& loop, std::source_location location)
{
    using state = detail::concurrent_state<detail::child_value<C>>;
    auto const l = detail::loop_of(loop);
    if (l->closed)
        throw std::runtime_error("Event loop is closed");
    detail::require_usable(c);
    auto s = std::make_shared<state>();
    s->belongs_to(*l);
    l->submit(*new detail::remote_call<std::decay_t<C>>(
        *l, s, std::forward<C>(c), location));
    return detail::concurrent_access::make(std::move(s));
}

template<class T>
future<T> wrap_future(concurrent_future<T> const& f)
{
    static_assert(
        std::is_void_v<T> || std::is_copy_constructible_v<T>,
        "the result can only be moved: wrap_future(std::move(f))");
    return detail::wrap_in_current_loop<detail::ownership::copy>(f);
}

template<class T>
future<T> wrap_future(concurrent_future<T>&& f)
{
    return detail::wrap_in_current_loop<detail::ownership::move>(f);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_HPP
