// Bodies of timeout.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TIMEOUT_IPP
#define BOOST_ASYNCIO_IMPL_TIMEOUT_IPP

#include <boost/asyncio/detail/task/aborted.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/timeout.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio {

namespace detail {

timeout_guard::timeout_guard(timeout_scope& s, task_base& t)
    : scope_(&s)
{
    s.enter(t);
}

timeout_guard::~timeout_guard()
{
    if (scope_)
        scope_->leave(nullptr);
}

void timeout_guard::leave(std::exception_ptr e)
{
    std::exchange(scope_, nullptr)->leave(std::move(e));
}

} // namespace detail

char const* timeout_scope::name(phase p) noexcept
{
    switch (p)
    {
    case phase::created:
        return "created";
    case phase::active:
        return "active";
    case phase::expiring:
        return "expiring";
    case phase::expired:
        return "expired";
    case phase::finished:
        break;
    }
    return "finished";
}

void timeout_scope::reschedule(std::optional<time_point> when)
{
    if (phase_ == phase::created)
        throw std::runtime_error("Timeout has not been entered");
    if (phase_ != phase::active)
        throw std::runtime_error(
            std::string("Cannot change state of ") + name(phase_) +
            " Timeout");
    unset();
    set(when);
}

void timeout_scope::enter(detail::task_base& t)
{
    if (phase_ != phase::created)
        throw std::runtime_error("Timeout has already been entered");
    phase_ = phase::active;
    task_ = &t;
    requests_before_ = t.requests.count();
    set(when_);
}

void timeout_scope::leave(std::exception_ptr error)
{
    unset();
    if (phase_ == phase::expiring)
    {
        phase_ = phase::expired;
        if (task_->requests.uncancel() <= requests_before_ && error)
        {
            try
            {
                std::rethrow_exception(error);
            }
            catch (std::exception const& e)
            {
                if (detail::is_abort(e))
                    throw timeout_error(error);
                throw;
            }
        }
    }
    else
        phase_ = phase::finished;
    if (error)
        std::rethrow_exception(error);
}

void timeout_scope::set(std::optional<time_point> when)
{
    when_ = when;
    if (!when)
        return;
    auto& l = task_->loop();
    if (*when <= l.now())
        l.push(*this);
    else
        l.arm(*this, *when);
}

void timeout_scope::unset() noexcept
{
    if (linked())
        unlink();
    if (armed())
        task_->loop().disarm(*this);
}

void timeout_scope::expire()
{
    phase_ = phase::expiring;
    task_->cancel({});
}

void timeout_scope::run()
{
    expire();
}

void timeout_scope::abandon() noexcept
{
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_TIMEOUT_IPP
