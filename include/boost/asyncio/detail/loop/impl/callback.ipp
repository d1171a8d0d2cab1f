// Bodies of callback.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CALLBACK_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CALLBACK_IPP

#include <boost/asyncio/detail/loop/callback.hpp>
#include <boost/asyncio/error.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <exception>

namespace boost::asyncio::detail {

void callback::cancel() noexcept
{
    cancelled_ = true;
    drop();
    if (!armed())
        return;
    if (loop_.inside())
        leave_heap();
    else
        loop_.visit([this] { leave_heap(); });
}

void callback::schedule()
{
    add_ref();
    if (!loop_.inside())
        loop_.submit(*this);
    else if (when_)
        loop_.arm(*this, *when_);
    else
        loop_.push(*this);
}

void callback::run()
{
    if (when_ && !cancelled_)
        loop_.arm(*this, *when_);
    else
        expire();
}

void callback::leave_heap() noexcept
{
    loop_.disarm(*this);
    release();
}

void callback::expire()
{
    intrusive_ptr<callback> const self(this, false);
    if (cancelled_ || loop_.closed)
    {
        drop(); // it may own its handle
        return;
    }
    context_scope const scope(context);
    try
    {
        call();
    }
    catch (keyboard_interrupt const&)
    {
        throw;
    }
    catch (...)
    {
        drop(); // if it could not be moved
        loop_.report_error(
            {.message = "Exception in callback",
             .exception = std::current_exception()});
    }
}

void callback::abandon() noexcept
{
    drop();
    release();
}

void callback::abandon_timer() noexcept
{
    abandon();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CALLBACK_IPP
