// The queue of an io_context or thread_pool; the third use of Asio's inside.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_SCHEDULER_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_SCHEDULER_HPP

#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>

namespace boost::asyncio::detail {

// Whether nothing runs in a context any more, as a thread_pool does not say.
// False where that is not known.
inline bool scheduler_has_stopped(asio::execution_context& context)
{
    using scheduler = asio::detail::scheduler;
    return asio::has_service<scheduler>(context) &&
           asio::use_service<scheduler>(context).stopped();
}

// Something that a context calls when it empties its queue, if it does not run
// it before that. Its memory is its owner's.
class last_word : private asio::detail::scheduler_operation
{
public:
    using function = void (*)(void* argument) noexcept;

    last_word(function f, void* argument) noexcept
        : scheduler_operation(call), function_(f), argument_(argument)
    {
    }

    last_word(last_word const&) = delete;
    last_word& operator=(last_word const&) = delete;

    // Once. Nothing happens if the context has no queue of the kind.
    void post(asio::execution_context& context)
    {
        using scheduler = asio::detail::scheduler;
        if (asio::has_service<scheduler>(context))
            asio::use_service<scheduler>(context).post_immediate_completion(
                this, false);
    }

private:
    static void call(
        void*,
        scheduler_operation* base,
        boost::system::error_code const&,
        std::size_t)
    {
        auto const& self = *static_cast<last_word*>(base);
        self.function_(self.argument_);
    }

    function function_;
    void* argument_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_SCHEDULER_HPP
